package io.clientele.spark;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * Selections over a table as a function of one row, so that a task can ask what they would say of a
 * row that is in no table. The columns are those that a query would compute, in generated code.
 */
public final class RowFunction implements Serializable {
  private static final long serialVersionUID = 1L;

  /** One selection, over the columns of the one before. */
  private record Step(ArrayList<Expression> computes, ArrayList<Attribute> from)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private final ArrayList<Step> steps;
  private final ArrayList<String> reads;

  private RowFunction(ArrayList<Step> steps, ArrayList<String> reads) {
    this.steps = steps;
    this.reads = reads;
  }

  /**
   * The function.
   *
   * @param input the columns of its argument
   * @param selections selects from a table with these columns, once or several times, row by row
   * @throws IllegalArgumentException if they do more than select
   */
  public static RowFunction of(
      SparkSession spark, StructType input, UnaryOperator<Dataset<Row>> selections) {
    Dataset<Row> none =
        spark.createDataFrame(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).<Row>emptyRDD(), input);
    LogicalPlan plan = Catalyst.plans(selections.apply(none)).optimizedPlan();
    Deque<Project> projects = new ArrayDeque<>();
    while (plan instanceof Project project) {
      projects.push(project);
      plan = project.child();
    }
    if (!plan.children().isEmpty() || projects.isEmpty()) {
      throw new IllegalArgumentException("more than selections: " + plan.nodeName());
    }
    ArrayList<Attribute> from = new ArrayList<>();
    ArrayList<String> reads = new ArrayList<>();
    Set<Long> used = new HashSet<>();
    projects.peek().references().foreach(a -> used.add(a.exprId().id()));
    for (Attribute attribute : JavaConverters.seqAsJavaList(plan.output())) {
      if (used.contains(attribute.exprId().id())) {
        from.add(attribute);
        reads.add(attribute.name());
      }
    }
    ArrayList<Step> steps = new ArrayList<>();
    for (Project project : projects) {
      ArrayList<Expression> computes = new ArrayList<>();
      ArrayList<Attribute> output = new ArrayList<>();
      for (NamedExpression one : JavaConverters.seqAsJavaList(project.projectList())) {
        computes.add((Expression) one);
        output.add(one.toAttribute());
      }
      steps.add(new Step(computes, from));
      from = output;
    }
    return new RowFunction(steps, reads);
  }

  /** The columns of the input that it looks at, in the order in which it expects their values. */
  public List<String> reads() {
    return List.copyOf(reads);
  }

  /** The function for one task: it reuses its result from call to call. */
  public UnaryOperator<InternalRow> open() {
    List<UnsafeProjection> projections = new ArrayList<>();
    for (Step step : steps) {
      projections.add(
          UnsafeProjection.create(
              JavaConverters.asScalaBuffer(step.computes()).toSeq(),
              JavaConverters.asScalaBuffer(step.from()).toSeq()));
    }
    return row -> {
      InternalRow result = row;
      for (UnsafeProjection projection : projections) {
        result = projection.apply(result);
      }
      return result;
    };
  }
}

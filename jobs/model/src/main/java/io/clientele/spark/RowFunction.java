package io.clientele.spark;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.expressions.aggregate.NoOp$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.DataType;
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
    return new RowFunction(steps(projects, from), reads);
  }

  /** What is only handed on is not computed: later steps look at it where it came from. */
  private static ArrayList<Step> steps(Deque<Project> projects, ArrayList<Attribute> input) {
    Map<Long, Attribute> sources = new HashMap<>();
    ArrayList<Step> steps = new ArrayList<>();
    ArrayList<Attribute> known = input;
    int left = projects.size();
    for (Project project : projects) {
      boolean last = --left == 0;
      ArrayList<Expression> computes = new ArrayList<>();
      ArrayList<Attribute> output = new ArrayList<>(known);
      for (NamedExpression one : JavaConverters.seqAsJavaList(project.projectList())) {
        Expression value = one instanceof Alias alias ? alias.child() : (Expression) one;
        Expression found =
            Rewriting.bottomUp(
                value,
                node ->
                    node instanceof Attribute attribute
                        ? sources.getOrDefault(attribute.exprId().id(), attribute)
                        : node);
        if (!last && found instanceof Attribute attribute) {
          sources.put(one.exprId().id(), attribute);
        } else {
          computes.add(found);
          output.add(one.toAttribute());
        }
      }
      steps.add(new Step(computes, known));
      known = output;
    }
    return steps;
  }

  /** The columns of the input that it looks at, in the order in which it expects their values. */
  public List<String> reads() {
    return List.copyOf(reads);
  }

  /** The function for one task. */
  public Opened open() {
    return new Opened();
  }

  /**
   * The function with the row that it reads and writes: input first, then what each step computes.
   */
  public final class Opened {
    private final List<DataType> types = new ArrayList<>();
    private final List<MutableProjection> projections = new ArrayList<>();
    private final SpecificInternalRow row;
    private final int first;

    private Opened() {
      steps.get(0).from().forEach(attribute -> types.add(attribute.dataType()));
      int before = 0;
      for (Step step : steps) {
        before = types.size();
        step.computes().forEach(expression -> types.add(expression.dataType()));
      }
      this.first = before;
      this.row = new SpecificInternalRow(JavaConverters.asScalaBuffer(types).toSeq());
      for (Step step : steps) {
        List<Expression> all =
            new ArrayList<>(Collections.nCopies(step.from().size(), NoOp$.MODULE$));
        all.addAll(step.computes());
        projections.add(
            MutableProjection.create(
                    JavaConverters.asScalaBuffer(all).toSeq(),
                    JavaConverters.asScalaBuffer(step.from()).toSeq())
                .target(row));
      }
    }

    /** Sets a whole number of the input, by its place in {@link #reads}. */
    public void set(int place, int value) {
      row.setInt(place, value);
    }

    /** Sets the input from some place on. */
    public void set(int place, InternalRow values) {
      for (int i = 0; i < values.numFields(); i++) {
        DataType type = types.get(place + i);
        row.update(place + i, values.isNullAt(i) ? null : values.get(i, type));
      }
    }

    /**
     * Computes.
     *
     * @param answer receives the columns, which must be of type INT and never null
     */
    public void ask(int[] answer) {
      for (int i = 0; i < projections.size(); i++) {
        projections.get(i).apply(row);
      }
      for (int i = 0; i < answer.length; i++) {
        answer[i] = row.getInt(first + i);
      }
    }
  }
}

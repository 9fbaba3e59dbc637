package io.clientele.publish;

import io.clientele.failure.ConfigurationException;
import io.clientele.spark.Catalyst;
import java.util.Set;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.ShowTables;
import org.apache.spark.sql.catalyst.plans.logical.WithWindowDefinition;

/** Lets queries through and nothing else: no statement that changes anything or runs code. */
public final class Queries {
  private static final Set<String> FORBIDDEN = Set.of("reflect", "java_method", "try_reflect");

  /** Plans and expressions that hide a command, a shell or a name that is only known later. */
  private static final Set<String> REFUSED_NODES =
      Set.of(
          "ScriptTransformation",
          "UnresolvedExecuteImmediate",
          "ExecuteImmediateQuery",
          "PlanWithUnresolvedIdentifier",
          "ExpressionWithUnresolvedIdentifier");

  private Queries() {}

  /**
   * The result of a query, lazily.
   *
   * @throws ConfigurationException if the text is no query, or names what is not there
   */
  public static Dataset<Row> answer(SparkSession spark, String query) {
    LogicalPlan plan;
    try {
      plan = Catalyst.parse(spark, query);
    } catch (Exception e) {
      throw new ConfigurationException("The query cannot be read: " + sentence(e), e);
    }
    refuse(plan);
    try {
      return spark.sql(query);
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw new ConfigurationException(
            "The query cannot be answered: " + sentence(e) + " `SHOW TABLES` lists what there is.",
            e);
      }
      throw e;
    }
  }

  private static void refuse(LogicalPlan plan) {
    if (REFUSED_NODES.contains(plan.getClass().getSimpleName())) {
      throw new ConfigurationException(
          "Only queries are answered here; " + plan.nodeName() + " may run something else.");
    }
    if (plan instanceof WithWindowDefinition windows) {
      scala.collection.Iterator<?> definitions = windows.windowDefinitions().valuesIterator();
      while (definitions.hasNext()) {
        refuseFunction((Expression) definitions.next());
      }
    }
    boolean changes =
        (plan instanceof Command || plan instanceof ParsedStatement)
            && !(plan instanceof ShowTables);
    if (changes) {
      throw new ConfigurationException(
          "Only queries are answered here; " + plan.nodeName() + " is not one.");
    }
    each(plan.expressions(), Queries::refuseFunction);
    each(plan.children(), Queries::refuse);
    // Subqueries and common table expressions hide their plans among the inner children.
    scala.collection.Iterator<?> inner = plan.innerChildren().iterator();
    while (inner.hasNext()) {
      if (inner.next() instanceof LogicalPlan below) {
        refuse(below);
      }
    }
  }

  private static void refuseFunction(Expression expression) {
    if (REFUSED_NODES.contains(expression.getClass().getSimpleName())) {
      throw new ConfigurationException("Queries cannot name things by IDENTIFIER().");
    }
    if (expression instanceof UnresolvedFunction function) {
      String name = function.nameParts().last();
      if (FORBIDDEN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
        throw new ConfigurationException("Queries cannot call " + name + "(): it runs code.");
      }
    }
    if (expression
        instanceof org.apache.spark.sql.catalyst.expressions.SubqueryExpression subquery) {
      refuse(subquery.plan());
    }
    each(expression.children(), Queries::refuseFunction);
  }

  private interface Visit<T> {
    void on(T item);
  }

  private static <T> void each(scala.collection.Seq<T> items, Visit<T> visit) {
    scala.collection.Iterator<T> iterator = items.iterator();
    while (iterator.hasNext()) {
      visit.on(iterator.next());
    }
  }

  private static String sentence(Exception failure) {
    return String.valueOf(failure.getMessage())
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("")
        .strip();
  }
}

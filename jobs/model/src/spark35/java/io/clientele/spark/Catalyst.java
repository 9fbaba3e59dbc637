package io.clientele.spark;

import org.apache.spark.SparkThrowable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.MakeDecimal;
import org.apache.spark.sql.catalyst.expressions.TryEval;
import org.apache.spark.sql.catalyst.expressions.UnscaledValue;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** The few doors into Catalyst whose construction differs between Spark 3.5 and 4.x. */
public final class Catalyst {
  private Catalyst() {}

  /**
   * The value of {@code column}, or null for the rows where its evaluation fails.
   *
   * @param column any expression without aggregates
   */
  public static Column attempt(Column column) {
    return new Column(new TryEval(column.expr()));
  }

  /**
   * The unscaled integer of a decimal of at most 18 digits: {@code 12.34} at scale 2 is {@code
   * 1234}.
   *
   * @param decimal a DECIMAL(p ≤ 18, s) column
   */
  public static Column unscaled(Column decimal) {
    return new Column(new UnscaledValue(decimal.expr()));
  }

  /**
   * The decimal whose unscaled integer is given: {@code 1234} at scale 2 is {@code 12.34}. Null
   * where it has more digits than {@code precision}.
   *
   * @param unscaled a BIGINT column
   */
  public static Column decimal(Column unscaled, int precision, int scale) {
    return new Column(new MakeDecimal(unscaled.expr(), precision, scale, true));
  }

  /** The analysed, optimised and physical plans of a dataset. */
  public static QueryExecution plans(Dataset<?> dataset) {
    return dataset.queryExecution();
  }

  /**
   * The rows of a dataset as Spark holds them. Its shuffles run at once, as a query of their own
   * that Spark's pages and listeners see; what follows them runs when the rows are read.
   */
  public static JavaRDD<InternalRow> internalRows(Dataset<Row> dataset) {
    QueryExecution plans = plans(dataset);
    return SQLExecution.withNewExecutionId(
        plans, Option.apply("rows"), () -> plans.toRdd().toJavaRDD());
  }

  /** Parses one SQL statement without running it. */
  public static LogicalPlan parse(SparkSession spark, String sql) throws Exception {
    return spark.sessionState().sqlParser().parsePlan(sql);
  }

  /** Finds out what the names of a parsed query stand for, without running it. */
  public static LogicalPlan analyse(SparkSession spark, LogicalPlan parsed) {
    return spark.sessionState().executePlan(parsed, CommandExecutionMode.SKIP()).analyzed();
  }

  /** The rows of a plan, lazily; a command is executed. */
  public static Dataset<Row> rows(SparkSession spark, LogicalPlan plan) {
    return Dataset.ofRows(spark, plan);
  }

  /** The rows of an RDD as it holds them, without a conversion. */
  public static Dataset<Row> rows(
      SparkSession spark, JavaRDD<InternalRow> rows, StructType schema) {
    return spark.internalCreateDataFrame(rows.rdd(), schema, false);
  }

  /** The name of an error in Spark's catalogue of errors. */
  public static @Nullable String condition(SparkThrowable failure) {
    return failure.getErrorClass();
  }

  /** Parses one SQL expression. */
  public static Expression parseExpression(SparkSession spark, String sql) throws Exception {
    return spark.sessionState().sqlParser().parseExpression(sql);
  }

  /** A column of an expression. */
  public static Column column(Expression expression) {
    return new Column(expression);
  }

  /** The expression of a column, to be part of another. */
  public static Expression expression(Column column) {
    return column.expr();
  }

  /**
   * The expression with what it has in common written out, which it is in this version of Spark.
   */
  public static Expression inlined(Expression expression) {
    return expression;
  }

  /** The functions that a session knows. */
  public static FunctionRegistry functions(SparkSession spark) {
    return spark.sessionState().functionRegistry();
  }
}

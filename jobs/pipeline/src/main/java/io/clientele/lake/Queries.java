package io.clientele.lake;

import io.clientele.failure.ConfigurationException;
import io.clientele.spark.Catalyst;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * Answers queries and nothing else: no statement that changes anything, runs code, reads the
 * environment or reaches beyond the lake. {@link QueryGate} says what a query may consist of.
 */
public final class Queries {
  /** What a query may read. */
  public enum Reach {
    /** The tables and views of the lake. */
    LAKE,
    /** Files by their path too, as in {@code csv.`/path`}. */
    FILES
  }

  private Queries() {}

  /**
   * The result of a query over the tables and views of the lake, lazily.
   *
   * @throws ConfigurationException if the text is no query, or names what is not there
   */
  public static Dataset<Row> answer(SparkSession spark, String query) {
    return answer(spark, query, Reach.LAKE);
  }

  /**
   * The result of a query, lazily. What its rows run into is for {@link QueryFailures} to tell.
   *
   * @throws ConfigurationException if the text is no query, or names what is not there or out of
   *     reach
   */
  public static Dataset<Row> answer(SparkSession spark, String query, Reach reach) {
    QueryGate gate = new QueryGate(reach);
    try {
      LogicalPlan parsed = Catalyst.parse(spark, query);
      if (gate.isListing(parsed)) {
        return Catalyst.rows(spark, parsed);
      }
      gate.checkParsed(parsed);
      LogicalPlan analysed = Catalyst.analyse(spark, parsed);
      gate.checkAnalysed(analysed);
      // The plan that was checked, not the text: nothing is read a second time.
      return Catalyst.rows(spark, analysed);
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      throw QueryFailures.translate(e);
    }
  }
}

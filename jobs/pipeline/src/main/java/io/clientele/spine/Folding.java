package io.clientele.spine;

import io.clientele.customer.CustomerFold;
import io.clientele.customer.FoldedLines;
import io.clientele.feature.Span;
import io.clientele.ingest.CheckedLines;
import io.clientele.ingest.LineContract;
import io.clientele.ingest.LineRows;
import io.clientele.spark.Catalyst;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The fold of sorted lines into customers: what follows reads customers, not lines.
 *
 * @param settings of the fold
 * @param layout how the lines are read
 */
public record Folding(SparkSession spark, CustomerFold.Settings settings, LineRows layout) {

  /** The fold of a run. */
  static Folding of(Inputs inputs, LineContract contract) {
    return of(inputs.spark(), contract, inputs.plan().asOf(), inputs.plan().spans());
  }

  /** The fold as of a date, with totals for the lifetime and for each span. */
  public static Folding of(
      SparkSession spark, LineContract contract, LocalDate asOf, List<Span> spans) {
    return new Folding(
        spark,
        new CustomerFold.Settings(
            Math.toIntExact(asOf.toEpochDay()), spans, contract.reasons().names().size()),
        new CheckedLines(contract).layout());
  }

  /**
   * The {@link FoldedLines} rows, as Spark holds them: a converter of this many columns would take
   * longer than the fold.
   *
   * @param lines those of a customer in one partition, in the order of their orders
   */
  public Dataset<Row> of(JavaRDD<InternalRow> lines) {
    CustomerFold.Settings own = settings;
    LineRows rows = layout;
    return Catalyst.rows(
        spark,
        lines.mapPartitions(part -> new CustomerFold(own, rows.read(part, own.asOfDay()))),
        FoldedLines.schema(own.spans()));
  }
}

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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The one pass over the lines: what follows reads customers, not lines. */
public final class StagedCustomers {
  private StagedCustomers() {}

  /**
   * {@link FoldedLines} rows of the lines before the as-of date, to be materialised once. The
   * shuffle may run at once, the fold runs when the rows are read.
   */
  public static Dataset<Row> of(LineContract contract, LocalDate asOf, List<Span> spans) {
    CustomerFold.Settings settings =
        new CustomerFold.Settings(
            Math.toIntExact(asOf.toEpochDay()), spans, contract.reasons().names().size());
    CheckedLines lines = new CheckedLines(contract);
    LineRows layout = lines.layout();
    Dataset<Row> sorted = lines.byCustomer();
    // Rows as Spark holds them: a converter of this many columns would take longer than the fold.
    return Catalyst.rows(
        sorted.sparkSession(),
        Catalyst.plans(sorted)
            .toRdd()
            .toJavaRDD()
            .mapPartitions(part -> new CustomerFold(settings, layout.read(part))),
        FoldedLines.schema(spans));
  }
}

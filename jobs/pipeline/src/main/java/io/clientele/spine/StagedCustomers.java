package io.clientele.spine;

import io.clientele.customer.CustomerFold;
import io.clientele.customer.FoldedLines;
import io.clientele.feature.Span;
import io.clientele.ingest.CheckedLines;
import io.clientele.ingest.LineContract;
import io.clientele.ingest.OrderLine;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** The one pass over the lines: what follows reads customers, not lines. */
public final class StagedCustomers {
  private StagedCustomers() {}

  /**
   * {@link FoldedLines} rows of the lines before the as-of date; lazy, and to be materialised once.
   */
  public static Dataset<Row> of(LineContract contract, LocalDate asOf, List<Span> spans) {
    CustomerFold.Settings settings =
        new CustomerFold.Settings(
            Math.toIntExact(asOf.toEpochDay()), spans, contract.reasons().names().size());
    return new CheckedLines(contract)
        .byCustomer()
        .mapPartitions(
            (MapPartitionsFunction<OrderLine, Row>) part -> new CustomerFold(settings, part),
            Encoders.row(FoldedLines.schema(spans)));
  }
}

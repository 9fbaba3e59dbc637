package io.clientele.spine;

import io.clientele.feature.CustomerFold;
import io.clientele.feature.Line;
import io.clientele.feature.Span;
import io.clientele.feature.FoldedLines;
import io.clientele.quality.CheckedLines;
import io.clientele.quality.LineContract;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** The one pass over the lines: what follows reads customers, not lines. */
public final class StagedCustomers {
  private StagedCustomers() {}

  /** {@link FoldedLines} rows of the lines before the as-of date; lazy, and to be materialised once. */
  public static Dataset<Row> of(LineContract contract, LocalDate asOf, List<Span> spans) {
    CustomerFold.Settings settings =
        new CustomerFold.Settings(
            Math.toIntExact(asOf.toEpochDay()), spans, contract.reasons().names().size());
    return new CheckedLines(contract)
        .byCustomer()
        .mapPartitions(
            (MapPartitionsFunction<Line, Row>) part -> new CustomerFold(settings, part),
            Encoders.row(FoldedLines.schema(spans)));
  }
}

package io.clientele.ingest;

import io.clientele.config.BaseConfig;
import io.clientele.config.OptionalSource;
import io.clientele.config.SourceKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What an optional source must be, in all its parts; their rows become one table. */
public final class SourceContract {
  private final OptionalSource optional;
  private final RefusalReasons reasons = new RefusalReasons();
  private final List<RowContract> parts = new ArrayList<>();

  /**
   * Analyses every expression against the schemas of the parts. Reads no data.
   *
   * @param opened the rows of each part, in their order
   * @throws io.clientele.failure.ConfigurationException naming all expressions of a part that
   *     cannot be used
   */
  public SourceContract(
      BaseConfig config, OptionalSource optional, List<SourceRows> opened, LocalDate asOf) {
    this.optional = optional;
    for (int i = 0; i < opened.size(); i++) {
      parts.add(
          new RowContract(
              config,
              optional,
              optional.parts().get(i),
              opened.get(i),
              asOf,
              reasons.referenceData()));
    }
  }

  /** Which source. */
  public SourceKind kind() {
    return optional.kind();
  }

  OptionalSource optional() {
    return optional;
  }

  RefusalReasons reasons() {
    return reasons;
  }

  /** What the user should know about the mapping, though it is no error. */
  public List<String> notes() {
    return parts.stream().flatMap(part -> part.notes().stream()).toList();
  }

  /** What a person is told of refused rows. */
  RefusedText refusedText() {
    return new RefusedText(
        parts.stream().flatMap(part -> part.mapped().stream()).toList(),
        new RefusalHints(
            optional.parts().get(0).source(), parts.size() == 1 ? parts.get(0).columns() : 0));
  }

  /** Whether rows say when they count; an undated table is used as it is. */
  public boolean isDated() {
    return parts.stream().allMatch(RowContract::isDated);
  }

  /** Every row: the fields under their own names, its class, and what quarantine needs. */
  Dataset<Row> classified() {
    return parts.stream().map(RowContract::classified).reduce(Dataset::unionByName).orElseThrow();
  }
}

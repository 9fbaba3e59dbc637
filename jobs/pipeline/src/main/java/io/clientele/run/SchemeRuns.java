package io.clientele.run;

import io.clientele.config.BaseConfig;
import io.clientele.segment.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What each configured scheme could use: the rows of scheme_runs. */
final class SchemeRuns {
  private SchemeRuns() {}

  static List<Row> rows(List<Scheme> schemes, Map<String, String> skipped, BaseConfig config) {
    List<Row> rows = new ArrayList<>();
    for (Scheme scheme : schemes) {
      String reason = skipped.get(scheme.name());
      rows.add(
          RowFactory.create(
              scheme.name(),
              scheme.file().version(),
              reason == null ? "ran" : "skipped",
              reason,
              scheme.signals(config::tells, true),
              scheme.signals(config::tells, false)));
    }
    return rows;
  }
}

package io.clientele.run;

import io.clientele.ingest.RefusedKeeper;
import io.clientele.lake.RefusedRows;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The refused rows of a run, kept as well as the lake allows: it never hides why a run ended. */
record KeptRefusals(RefusedRows rows) {
  private static final Logger LOG = LoggerFactory.getLogger(KeptRefusals.class);

  /** Keeps the rows of this attempt instead of those of an earlier one. */
  RefusedKeeper.Kept keep(Dataset<Row> refused, LocalDate asOf, String runId, String attempt) {
    try {
      Dataset<Row> kept = rows.keep(refused, asOf, runId, attempt);
      boolean all = kept.count() < RefusedRows.KEPT;
      return new RefusedKeeper.Kept(
          kept,
          "\n  "
              + (all ? "All refused rows" : "The first " + RefusedRows.KEPT + " refused rows")
              + ", with the same configuration: bin/clientele sql --refused \"SELECT * FROM refused\"");
    } catch (Exception e) {
      // Spark throws its checked exceptions without declaring them.
      LOG.warn("the refused rows were not kept", e);
      return RefusedKeeper.NOTHING.keep(refused);
    }
  }

  /** A run that succeeded has nothing to look at. */
  void clear() {
    try {
      rows.clear();
    } catch (RuntimeException e) {
      LOG.warn("the refused rows of an earlier attempt were not removed", e);
    }
  }
}

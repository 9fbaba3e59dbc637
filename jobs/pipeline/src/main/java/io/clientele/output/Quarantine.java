package io.clientele.output;

import io.clientele.ingest.LineClass;
import io.clientele.spine.CustomerBase;
import io.clientele.spine.Output;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.QuarantineTable;
import io.clientele.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code quarantine}: every refused row with its reasons and its original text. */
public final class Quarantine implements Output {
  @Override
  public String name() {
    return "quarantine";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of(QuarantineTable.SPEC);
  }

  @Override
  public Produced of(SegmentedBase segmented) {
    CustomerBase base = segmented.base();
    long lines = base.accounting().of(LineClass.QUARANTINED).lines();
    Dataset<Row> refused = lines > 0 ? base.refusedLines() : null;
    Dataset<Row> others = base.inputs().optional().quarantine();
    if (others != null) {
      refused = refused == null ? others : refused.unionByName(others);
    }
    return refused == null
        ? Produced.nothing()
        : Produced.large(QuarantineTable.SPEC, refused, lines + base.inputs().optional().refused());
  }
}

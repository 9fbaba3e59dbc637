package io.clientele.support;

import io.clientele.feature.Features;
import io.clientele.history.EarlierEdges;
import io.clientele.history.History;
import io.clientele.ingest.MappingCheck;
import io.clientele.ingest.RefusedKeeper;
import io.clientele.run.Outputs;
import io.clientele.scheme.SchemeLibrary;
import io.clientele.spark.Workspace;
import io.clientele.spine.CustomerBase;
import io.clientele.spine.Inputs;
import io.clientele.spine.LineReading;
import io.clientele.spine.Output;
import io.clientele.spine.Plan;
import io.clientele.spine.Produced;
import io.clientele.spine.Progress;
import io.clientele.spine.ScoredBase;
import io.clientele.spine.SegmentedBase;
import io.clientele.spine.Steps;
import io.clientele.table.TableRows;
import io.clientele.table.TableSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A base computed in memory, as a run computes it, and not published. An output is computed when a
 * test first asks for one of its tables.
 */
public final class Computed implements Results {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final SparkSession spark;
  private final Inputs inputs;
  private final List<Output> outputs;
  private final SegmentedBase base;
  private final Map<Output, Produced> produced = new HashMap<>();

  Computed(Shop shop, LocalDate asOf) {
    var config = shop.config();
    this.spark = shop.spark();
    MappingCheck.of(config);
    Plan plan =
        Plan.of(
            config,
            asOf,
            new SchemeLibrary(shop.directory().resolve("schemes")).load(config),
            "test");
    this.outputs = Outputs.ALL.stream().filter(output -> output.applies(plan)).toList();
    History history = new History(spark, shop.lake(), config.base(), shop.pointer().read());
    outputs.forEach(output -> output.check(plan, history));
    this.inputs = Inputs.open(spark, plan, history, Workspace.none());
    EarlierEdges.Taken taken =
        EarlierEdges.of(plan.demands(), history)
            .take(plan.demands(), history, Features.declared(plan.spans()));
    // A toy is a few rows: held by the driver, each step is planned as if it were the first.
    Workspace memory = (name, rows) -> spark.createDataFrame(rows.collectAsList(), rows.schema());
    Workspace staging =
        shop.isSpread()
            ? Workspace.files(spark, shop.directory() + "/computed-" + NUMBER.incrementAndGet())
            : memory;
    CustomerBase customers =
        CustomerBase.of(
            inputs,
            LineReading.SOURCE,
            staging,
            RefusedKeeper.NOTHING,
            taken.loyaltyPeriodDays(),
            new Steps(Shop.CLOCK, Progress.silent()));
    this.base =
        SegmentedBase.of(
            ScoredBase.of(customers, taken.sets()),
            outputs,
            shop.isSpread() ? new Workspace.Cache() : memory);
  }

  @Override
  public Dataset<Row> table(TableSpec table) {
    for (Output output : outputs) {
      for (TableSpec filled : output.tables(base.plan())) {
        if (filled.name().equals(table.name())) {
          return rows(filled, of(output));
        }
      }
    }
    throw new IllegalArgumentException("No output fills " + table.name());
  }

  /** Whether an output of this configuration fills the table. */
  public boolean fills(TableSpec table) {
    return outputs.stream()
        .flatMap(output -> output.tables(base.plan()).stream())
        .anyMatch(filled -> filled.name().equals(table.name()));
  }

  private Dataset<Row> rows(TableSpec table, Produced rows) {
    for (TableRows large : rows.large()) {
      if (large.table().name().equals(table.name())) {
        return table.ownColumns(large.rows());
      }
    }
    return spark.createDataFrame(
        table.rows(rows.small().getOrDefault(table, List.of())), table.ownSchema());
  }

  private Produced of(Output output) {
    return produced.computeIfAbsent(output, one -> one.of(base));
  }

  /** The schemes that did not run, with the reason. */
  public Map<String, String> skipped() {
    return base.plan().selection().skipped();
  }

  /** What was read, in words. */
  public String input() {
    return inputs.describe();
  }

  /** What every output notes, after what is noted about the sources. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(inputs.notes());
    outputs.forEach(output -> notes.addAll(of(output).notes()));
    return notes;
  }

  /** The spine's last record. */
  public SegmentedBase base() {
    return base;
  }
}

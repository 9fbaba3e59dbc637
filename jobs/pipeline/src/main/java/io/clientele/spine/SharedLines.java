package io.clientele.spine;

import io.clientele.ingest.KeptLines;
import io.clientele.ingest.LineContract;
import io.clientele.ingest.LineMapping;
import io.clientele.spark.Workspace;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The lines of runs of several dates, checked once. Where they may differ from date to date beyond
 * their own day, because amounts are converted or products and merges of customers have dates, each
 * run reads the source.
 */
public final class SharedLines implements LineReading {
  private final LocalDate until;
  private final Workspace workspace;
  private final Map<String, Dataset<Row>> landed = new HashMap<>();
  private int readings;
  private @Nullable Reading last;

  /** What was kept, and of what. */
  private record Reading(List<String> of, KeptLines lines) {}

  /**
   * Lines that nobody has asked for yet.
   *
   * @param until the latest of the dates
   * @param workspace keeps the lines until the last run has ended
   */
  public SharedLines(LocalDate until, Workspace workspace) {
    this.until = until;
    this.workspace = workspace;
  }

  /** Tables of databases are copied once for all dates. */
  @Override
  public Workspace landing(Workspace own) {
    return (source, rows) ->
        landed.computeIfAbsent(source, name -> workspace.within("landed").keep(name, rows));
  }

  @Override
  public Dataset<Row> folded(Inputs inputs, LineContract contract) {
    return serves(inputs)
        ? Folding.of(inputs, contract)
            .of(reading(inputs).lines().sorted(contract, inputs.plan().asOf()))
        : SOURCE.folded(inputs, contract);
  }

  @Override
  public Dataset<Row> refused(Inputs inputs, LineContract contract, Dataset<Row> conflicts) {
    return serves(inputs)
        ? reading(inputs).lines().refused(contract, conflicts)
        : SOURCE.refused(inputs, contract, conflicts);
  }

  private boolean serves(Inputs inputs) {
    return !inputs.optional().linesDependOnDate() && !inputs.plan().asOf().isAfter(until);
  }

  /** The kept lines of these inputs; read anew where they are others than before. */
  private Reading reading(Inputs inputs) {
    List<String> of = new ArrayList<>(List.of(inputs.plan().config().fingerprint()));
    of.addAll(inputs.state());
    Reading known = last;
    if (known != null && known.of().equals(of)) {
      return known;
    }
    Workspace own = workspace.within(Integer.toString(++readings));
    LineContract contract =
        new LineContract(
            LineMapping.of(inputs.plan().config(), inputs.lines(), until),
            inputs.optional().referenceData());
    Reading read = new Reading(of, KeptLines.keep(contract, own));
    last = read;
    return read;
  }
}

package io.clientele.history;

import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Features;
import io.clientele.scoring.EarlierSnapshot;
import io.clientele.scoring.ScoreReference;
import io.clientele.scoring.ScoreSetRequirement;
import io.clientele.table.Records;
import io.clientele.table.SummaryTables;
import io.clientele.table.SummaryTables.BaseStatisticRow;
import io.clientele.table.SummaryTables.ScoreEdgeRow;
import io.clientele.table.TableSpec;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The runs of other dates whose score edges a run uses: named by the configuration, never "the
 * previous one", and part of the run's own id.
 *
 * @param byDate the run that counted for each date when this one began
 */
public record EarlierEdges(TreeMap<LocalDate, String> byDate) {

  /**
   * Finds the runs that are demanded.
   *
   * @throws ConfigurationException if there is none for a date
   */
  public static EarlierEdges of(List<ScoreSetRequirement> demands, History history) {
    TreeMap<LocalDate, String> byDate = new TreeMap<>();
    for (ScoreSetRequirement demand : demands) {
      if (!demand.isFresh()) {
        String run = history.runs().get(demand.date());
        if (run == null) {
          throw new ConfigurationException(
              demand.place()
                  + ": edges as of "
                  + demand.date()
                  + " are to be used, but "
                  + history.location()
                  + " holds no complete run of base '"
                  + history.base()
                  + "' for that date (it has "
                  + history.runs().keySet()
                  + "). Run that date first with this configuration: --as-of "
                  + demand.date());
        }
        byDate.put(demand.date(), run);
      }
    }
    return new EarlierEdges(byDate);
  }

  /** What of them decides the results of this run. */
  public List<String> fingerprint() {
    return byDate.entrySet().stream().map(e -> "edges " + e.getKey() + " " + e.getValue()).toList();
  }

  /** What was taken from them. */
  public record Taken(Map<String, ScoreReference> sets, Optional<Integer> loyaltyPeriodDays) {}

  /**
   * Reads what is demanded of them.
   *
   * @param declared the declared features
   * @throws ConfigurationException if a run does not hold all of it
   */
  public Taken take(List<ScoreSetRequirement> demands, History history, Features declared) {
    Map<LocalDate, EarlierSnapshot> snapshots = new HashMap<>();
    byDate.forEach((date, run) -> snapshots.put(date, snapshot(date, run, history)));
    Map<String, ScoreReference> sets = new HashMap<>();
    Optional<Integer> loyaltyPeriodDays = Optional.empty();
    for (ScoreSetRequirement demand : demands) {
      if (!demand.isFresh()) {
        EarlierSnapshot snapshot = Objects.requireNonNull(snapshots.get(demand.date()));
        sets.put(demand.set().name(), snapshot.standing(demand, declared::find));
        if (demand.set().isDefault()) {
          loyaltyPeriodDays = Optional.of(snapshot.loyaltyPeriodDays(demand));
        }
      }
    }
    return new Taken(sets, loyaltyPeriodDays);
  }

  private static EarlierSnapshot snapshot(LocalDate date, String run, History history) {
    return new EarlierSnapshot(
        date,
        run,
        rows(SummaryTables.SCORE_EDGES, run, history, ScoreEdgeRow.class),
        rows(SummaryTables.BASE_STATISTICS, run, history, BaseStatisticRow.class));
  }

  /** None where an older release wrote the lake, whose tables could not tell. */
  private static <R extends Record> List<R> rows(
      TableSpec table, String run, History history, Class<R> type) {
    Dataset<Row> rows = history.rows(table, run);
    return history.has(table, SummaryTables.SCORE_SET)
        ? Records.of(type, rows.collectAsList())
        : List.of();
  }
}

package io.clientele.scoring;

import static org.apache.spark.sql.functions.col;

import io.clientele.config.ScoreSets;
import io.clientele.scheme.Scheme;
import io.clientele.score.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What customers are compared with under every score set of a run.
 *
 * @param sets the default set first, then those with a name, then those of grouped schemes
 */
public record ScoreReferences(List<ScoreReference> sets) {

  /**
   * Every demanded set, from what this run found and what earlier snapshots hold.
   *
   * @param found by source
   * @param earlier by set
   */
  static ScoreReferences of(
      List<ScoreSetRequirement> demands,
      Map<String, ScoreReference> found,
      Map<String, ScoreReference> earlier) {
    Map<String, ScoreReference> sets = new LinkedHashMap<>();
    for (ScoreSetRequirement demand : demands) {
      String name = demand.set().name();
      ScoreReference of =
          Objects.requireNonNull(
              demand.isFresh() ? found.get(demand.source().name()) : earlier.get(name), name);
      sets.put(name, new ScoreReference(demand, of.grouping(), of.groups()));
    }
    return new ScoreReferences(List.copyOf(sets.values()));
  }

  /** The customers with the scores of every set, and the numbers of their groups. */
  public Dataset<Row> score(Dataset<Row> customers) {
    List<Column> groups = new ArrayList<>(List.of(col("*")));
    List<Column> scores = new ArrayList<>(List.of(col("*")));
    for (ScoreReference set : sets) {
      groups.addAll(set.groupColumns());
      scores.addAll(set.scores());
    }
    Dataset<Row> grouped =
        groups.size() == 1 ? customers : customers.select(groups.toArray(Column[]::new));
    return grouped.select(scores.toArray(Column[]::new));
  }

  /** All scores, and the numbers of the groups, of customers that were scored. */
  public List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (ScoreReference set : sets) {
      for (Score score : Score.values()) {
        columns.add(col(set.column(score)));
      }
      if (set.grouping().feature() != null) {
        columns.add(set.group());
      }
    }
    return columns;
  }

  /** The set that a scheme compares by. */
  public ScoreReference of(ScoreSets configured, Scheme scheme) {
    String name = ScoreSetRequirement.ofScheme(configured, scheme).name();
    return sets.stream()
        .filter(set -> set.demand().set().name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}

package io.clientele.scoring;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.clientele.feature.Features;
import io.clientele.score.Score;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many buyers have each score of each set.
 *
 * @param buyers by set, group and score; without those that nobody has
 */
public record ScoreCounts(Map<Cell, Long> buyers) {

  /** One value of one score in a group, by number, of a set, by number. */
  record Cell(int set, int group, Score score, int value) {}

  /**
   * Counts: one job, at most bins³ rows a set and group are collected.
   *
   * @param scored customers with frequency, the scores and the numbers of their groups
   */
  public static ScoreCounts of(Dataset<Row> scored, ScoreReferences standings) {
    List<Column> sets = new ArrayList<>();
    for (int number = 0; number < standings.sets().size(); number++) {
      ScoreReference set = standings.sets().get(number);
      List<Column> fields = new ArrayList<>(List.of(lit(number).as("set"), set.group().as("grp")));
      for (Score score : Score.values()) {
        fields.add(col(set.column(score)).as(score.key()));
      }
      sets.add(struct(fields.toArray(Column[]::new)));
    }
    List<Column> by = new ArrayList<>(List.of(col("s.set"), col("s.grp")));
    for (Score score : Score.values()) {
      by.add(col("s." + score.key()));
    }
    List<Row> rows =
        scored
            .filter(col(Features.FREQUENCY).gt(0))
            .select(explode(array(sets.toArray(Column[]::new))).as("s"))
            .groupBy(by.toArray(Column[]::new))
            .agg(count(lit(1)).as("buyers"))
            .collectAsList();
    Map<Cell, Long> buyers = new HashMap<>();
    for (Row row : rows) {
      for (Score score : Score.values()) {
        Cell cell =
            new Cell(
                row.<Integer>getAs("set"),
                row.<Integer>getAs("grp"),
                score,
                row.<Integer>getAs(score.key()));
        buyers.merge(cell, row.<Long>getAs("buyers"), Long::sum);
      }
    }
    return new ScoreCounts(buyers);
  }

  long of(int set, int group, Score score, int value) {
    return buyers.getOrDefault(new Cell(set, group, score, value), 0L);
  }
}

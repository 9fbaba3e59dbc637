package io.clientele.scoring;

import static org.apache.spark.sql.functions.col;

import io.clientele.feature.Features;
import io.clientele.rule.Constants;
import io.clientele.rule.GroupedConstants;
import io.clientele.score.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * Everything that customers are compared with under one score set.
 *
 * @param demand what was asked, and where the answers are from
 * @param grouping the groups
 * @param groups what each group is compared with, by number
 */
public record ScoreReference(
    ScoreSetRequirement demand, Grouping grouping, List<GroupReference> groups) {
  private static final String GROUP = "group_of_";

  /** The column that numbers the customer's group while a run lasts; never published. */
  public Column group() {
    return grouping.feature() == null ? functions.lit(0) : col(groupColumn());
  }

  /** The name of {@link #group}, where there are groups. */
  public String groupColumn() {
    return GROUP + demand.set().name();
  }

  /** The columns that later ones look at: the number of the group, where there are groups. */
  List<Column> groupColumns() {
    String by = grouping.feature();
    return by == null ? List.of() : List.of(grouping.number(col(by)).as(groupColumn()));
  }

  /** The scores of a row with features, and the number of its group. */
  List<Column> scores() {
    Column buyer = col(Features.FREQUENCY).gt(0);
    List<Column> scores = new ArrayList<>();
    for (Score score : Score.values()) {
      List<ScoreEdges> edges = groups.stream().map(group -> edges(group, score)).toList();
      scores.add(ScoreEdges.apply(edges, group(), buyer).as(column(score)));
    }
    return scores;
  }

  private static ScoreEdges edges(GroupReference group, Score score) {
    return Objects.requireNonNull(group.edges().get(score));
  }

  /** The column of a score. */
  public String column(Score score) {
    return demand.set().column(score.column());
  }

  /** The column of what a rule names: a score of this set, or anything else by its own name. */
  public Column named(String name) {
    boolean score = false;
    for (Score one : Score.values()) {
      score |= one.column().equals(name);
    }
    return col(score ? demand.set().column(name) : name);
  }

  /** The constants that rules compare with. */
  public Constants constants() {
    return grouping.feature() == null
        ? groups.get(0).constants()
        : new GroupedConstants(groups.stream().map(GroupReference::constants).toList(), group());
  }
}

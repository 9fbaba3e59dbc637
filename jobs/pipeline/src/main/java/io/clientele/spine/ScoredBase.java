package io.clientele.spine;

import io.clientele.concentration.Scoped;
import io.clientele.rule.RuleColumns;
import io.clientele.scheme.Scheme;
import io.clientele.scoring.ScoreReference;
import io.clientele.scoring.ScoreReferences;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Customers compared with each other: scores, the numbers of the base that rules name, and
 * concentration.
 *
 * @param base the customers
 * @param standings score edges and numbers of the base, by score set
 * @param concentrations of the base and of the parts that the configuration names
 */
public record ScoredBase(
    CustomerBase base, ScoreReferences standings, List<Scoped> concentrations) {

  /**
   * Finds everything that compares customers: two jobs, and one for each grouping.
   *
   * @param earlier the score sets with edges of earlier snapshots, by name
   */
  public static ScoredBase of(CustomerBase base, Map<String, ScoreReference> earlier) {
    Plan plan = base.plan();
    BaseOrder order =
        BaseOrder.of(
            base.folded().customers(),
            plan.config(),
            base.features(),
            plan.demands(),
            earlier,
            plan.config().concentration().scopes());
    return new ScoredBase(base, order.standings(), order.concentrations());
  }

  /** One row a customer with features and scores; lazy. */
  public Dataset<Row> customers() {
    return standings.score(base.customers());
  }

  /** Translates the rules of a scheme into columns over {@link #customers}. */
  public RuleColumns rules(Scheme scheme) {
    ScoreReference set = standings.of(plan().config().scores(), scheme);
    return new RuleColumns(
        scheme.vocabulary(), plan().config()::provides, set.constants(), set::named);
  }

  /** What was decided before. */
  public Plan plan() {
    return base.plan();
  }
}

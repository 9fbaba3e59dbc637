package io.clientele.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.clientele.config.ScoreSets;
import io.clientele.rule.BaseNumbers;
import io.clientele.rule.BaseValue;
import io.clientele.rule.Constants;
import io.clientele.rule.PercentileThreshold;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeDefinition;
import io.clientele.score.Score;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * What a scheme compares one customer with: the numbers and edges of its score set and, where that
 * is found within groups, of the customer's group.
 *
 * @param set the score set
 * @param numbers of the base or the group
 * @param edges by name of the score
 */
record ComparedBy(String set, BaseNumbers numbers, Map<String, RunRows.Edges> edges)
    implements Constants {
  private static final String EVERYBODY = "";
  private static final String OTHER = "other";
  private static final String UNKNOWN = "unknown";

  static ComparedBy of(
      SchemeDefinition definition, Scheme scheme, PublishedCustomer customer, RunRows run) {
    String set = ScoreSets.name(scheme.file().options().within(), scheme.file().options().scores());
    String group = EVERYBODY;
    // A run of an older release kept only what the scheme itself says.
    String kept = definition.groupedBy();
    String by = kept == null ? scheme.file().options().within() : kept;
    if (by != null) {
      String own = customer.value(by) instanceof String value ? value : UNKNOWN;
      boolean named = run.edges(set, own).values().stream().anyMatch(of -> !of.lower().isEmpty());
      group = named ? own : OTHER;
    }
    return new ComparedBy(set, run.numbers(set, group), run.edges(set, group));
  }

  /** The column of what a rule names, among those of the customer. */
  Column named(String name) {
    BigDecimal number = numbers.number(name);
    if (number != null) {
      return lit(number);
    }
    return col(published(name));
  }

  /** The published column of what a rule names: scores of a set of their own carry its name. */
  String published(String name) {
    for (Score score : Score.values()) {
      if (score.column().equals(name) && !set.equals(ScoreSets.DEFAULT)) {
        return name + "_" + set;
      }
    }
    return name;
  }

  @Override
  public Column edge(PercentileThreshold cut) {
    return lit(numbers.number(cut.text())).cast(TableSpec.MONEY);
  }

  @Override
  public Column value(BaseValue value) {
    BigDecimal number = numbers.number(value.text());
    return number == null ? lit(null).cast(TableSpec.SHARE) : lit(number);
  }
}

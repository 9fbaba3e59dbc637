package io.clientele.rule;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;

import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * The constants of each group of the base, looked up by the customer's group.
 *
 * @param groups by number of the group
 * @param group the number of the customer's group, from 0
 */
public record GroupedConstants(List<BaseConstants> groups, Column group) implements Constants {

  @Override
  public Column edge(PercentileThreshold cut) {
    List<@Nullable BigDecimal> edges = new ArrayList<>();
    groups.forEach(constants -> edges.add(constants.cuts().get(cut)));
    return lookup(edges, TableSpec.MONEY);
  }

  @Override
  public Column value(BaseValue value) {
    List<@Nullable BigDecimal> numbers = new ArrayList<>();
    groups.forEach(constants -> numbers.add(constants.values().get(value)));
    return lookup(numbers, narrowest(numbers));
  }

  private Column lookup(List<@Nullable BigDecimal> numbers, String type) {
    Column[] literals =
        numbers.stream().map(number -> lit(number).cast(type)).toArray(Column[]::new);
    return element_at(array(literals), group.plus(1));
  }

  /** The type that one literal has, wide enough for all: wider ones cost places in products. */
  private static String narrowest(List<@Nullable BigDecimal> numbers) {
    int precision = 0;
    int scale = 0;
    for (BigDecimal number : numbers) {
      if (number != null) {
        scale = Math.max(scale, number.scale());
        precision = Math.max(precision, Math.max(number.precision(), number.scale()));
      }
    }
    return precision == 0 ? TableSpec.SHARE : "decimal(" + precision + "," + scale + ")";
  }
}

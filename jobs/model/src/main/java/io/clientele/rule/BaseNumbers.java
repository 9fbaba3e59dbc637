package io.clientele.rule;

import io.clientele.table.SummaryTables.BaseStatisticRow;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that rules compare a customer with, those of the base or of the customer's group,
 * under the names that rules use: the edge of a cut, such as {@code monetary_rank_share < 0.8}, a
 * base value, such as {@code base_quantile(monetary, 0.8)}, or a feature that is the same for
 * everybody.
 *
 * @param values by name
 */
public record BaseNumbers(TreeMap<String, BigDecimal> values) {
  /** None yet. */
  public BaseNumbers() {
    this(new TreeMap<>());
  }

  /** From rows of {@code base_statistics}; those without a value are left out. */
  public static BaseNumbers of(List<BaseStatisticRow> rows) {
    BaseNumbers numbers = new BaseNumbers();
    for (BaseStatisticRow row : rows) {
      BigDecimal value = row.value();
      if (value != null) {
        BigDecimal plain = value.stripTrailingZeros();
        numbers.add(row.name(), plain.setScale(Math.max(0, plain.scale())));
      }
    }
    return numbers;
  }

  /** Adds a number. */
  public void add(String name, BigDecimal value) {
    values.put(name, value);
  }

  /** The number; null where there is none. */
  public @Nullable BigDecimal number(String name) {
    return values.get(name);
  }
}

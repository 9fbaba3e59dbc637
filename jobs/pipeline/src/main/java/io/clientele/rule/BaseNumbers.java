package io.clientele.rule;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that rules compare a customer with, those of the base or of the customer's group,
 * under the names that rules use: the edge of a cut, such as {@code monetary_rank_share < 0.8}, a
 * base value, such as {@code base_quantile(monetary, 0.8)}, or a feature that is the same for
 * everybody.
 *
 * @param values by name
 */
public record BaseNumbers(TreeMap<String, BigDecimal> values) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** None yet. */
  public BaseNumbers() {
    this(new TreeMap<>());
  }

  /** From rows of name and value. */
  public static BaseNumbers of(List<Row> rows) {
    BaseNumbers numbers = new BaseNumbers();
    for (Row row : rows) {
      BigDecimal value = row.getDecimal(1).stripTrailingZeros();
      numbers.add(row.getString(0), value.setScale(Math.max(0, value.scale())));
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

package io.clientele.rule;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the base that rules compare a customer with, under the names that rules use: the
 * edge of a cut, such as {@code monetary_rank_share < 0.8}, a base value, such as {@code
 * base_quantile(monetary, 0.8)}, or a feature that is the same for everybody.
 *
 * @param groups by group of customers and name; the whole base is the group with the empty name
 */
public record BaseNumbers(TreeMap<String, TreeMap<String, BigDecimal>> groups)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The group of the whole base. */
  public static final String EVERYBODY = "";

  /** None yet. */
  public BaseNumbers() {
    this(new TreeMap<>());
  }

  /** From rows of name, group and value. */
  public static BaseNumbers of(List<Row> rows) {
    BaseNumbers numbers = new BaseNumbers();
    for (Row row : rows) {
      BigDecimal value = row.getDecimal(2).stripTrailingZeros();
      numbers.add(row.getString(1), row.getString(0), value.setScale(Math.max(0, value.scale())));
    }
    return numbers;
  }

  /** Adds a number of a group. */
  public void add(String group, String name, BigDecimal value) {
    groups.computeIfAbsent(group, key -> new TreeMap<>()).put(name, value);
  }

  /** The number; null where the base, or the group, has none. */
  public @Nullable BigDecimal number(String group, String name) {
    Map<String, BigDecimal> own = groups.get(group);
    return own == null ? null : own.get(name);
  }
}

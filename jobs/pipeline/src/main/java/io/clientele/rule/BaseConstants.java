package io.clientele.rule;

import static org.apache.spark.sql.functions.lit;

import java.math.BigDecimal;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * The constants of one undivided base.
 *
 * @param cuts the least value on the upper side of each cut, in whole 10⁻⁴; without those that have
 *     no edge
 * @param values the numbers of the base in the natural unit of their features; without those that
 *     have none
 */
public record BaseConstants(Map<Cut, Long> cuts, Map<BaseValue, BigDecimal> values)
    implements Constants {

  @Override
  public Column edge(Cut cut) {
    Long edge = cuts.get(cut);
    return edge == null ? nothing() : lit(BigDecimal.valueOf(edge, 4));
  }

  @Override
  public Column value(BaseValue value) {
    BigDecimal number = values.get(value);
    return number == null ? nothing() : lit(number);
  }

  private static Column nothing() {
    return lit(null).cast("decimal(28,10)");
  }
}

package io.clientele.rule;

import static org.apache.spark.sql.functions.lit;

import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * The constants of one undivided base, or of one group of it, in the natural unit of their
 * features.
 *
 * @param cuts the least value on the upper side of each cut; without those that have no edge
 * @param values the numbers of the base; without those that have none
 */
public record BaseConstants(
    Map<PercentileThreshold, BigDecimal> cuts, Map<BaseValue, BigDecimal> values)
    implements Constants {

  @Override
  public Column edge(PercentileThreshold cut) {
    // All cuts are decided by money, and comparing equal types is cheap.
    return lit(cuts.get(cut)).cast(TableSpec.MONEY);
  }

  @Override
  public Column value(BaseValue value) {
    BigDecimal number = values.get(value);
    return number == null ? lit(null).cast(TableSpec.SHARE) : lit(number);
  }
}

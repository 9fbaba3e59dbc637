package io.clientele.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.when;

import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import io.clientele.feature.Staged;
import io.clientele.rule.BaseValue;
import io.clientele.rule.PercentileThreshold;
import io.clientele.score.Score;
import io.clientele.spark.Catalyst;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * A numeric feature of customers as whole numbers that can be ordered.
 *
 * @param feature its name
 * @param buyers whether customers without a purchase are left out
 * @param among only those of whom this feature is above 0; null for all
 * @param negated whether less is better, so that the numbers are negated
 */
public record Series(String feature, boolean buyers, @Nullable String among, boolean negated) {

  /** The series of a score: greater is better. */
  static Series of(Score score) {
    return new Series(score.feature(), true, null, !score.higherIsBetter());
  }

  /** The series whose edge decides a cut. */
  static Series of(PercentileThreshold cut) {
    return new Series(cut.decidedBy(), cut.amongBuyers(), null, false);
  }

  /** The buyers' values as they are. */
  static Series ofBuyers(String feature) {
    return new Series(feature, true, null, false);
  }

  /** The values that a quantile is taken of. */
  static Series of(BaseValue.Quantile quantile) {
    return new Series(quantile.feature(), true, quantile.among(), false);
  }

  /** The values of all customers as they are. */
  public static Series ofCustomers(String feature) {
    return new Series(feature, false, null, false);
  }

  /**
   * The whole numbers, of {@link Staged} rows of customers; null where there is no value.
   *
   * @param features finds declarations
   */
  Column units(Function<String, Optional<Feature>> features) {
    Column units =
        switch (feature) {
          // Held as they are: no digit of money may be lost on the way.
          case Features.MONETARY -> col(Staged.MONETARY);
          case Features.FREQUENCY -> col(Staged.FREQUENCY);
          default -> units(features.apply(feature).orElseThrow());
        };
    Column ordered = negated ? negate(units) : units;
    Column some =
        among == null ? ordered : when(units(features.apply(among).orElseThrow()).gt(0), ordered);
    return buyers ? when(col(Staged.FREQUENCY).gt(0), some) : some;
  }

  private static Column units(Feature feature) {
    Column value = Objects.requireNonNull(feature.formula()).cast(feature.type().ddl());
    return feature.type().scale() == 0 ? value : Catalyst.unscaled(value);
  }
}

package io.clientele.profit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The change of revenue between two periods by its levers: revenue = orders × units an order ×
 * price a unit. Each lever is moved in every order of the three and its effects are averaged
 * (Shapley value), so that no lever is favoured by being first; the effects add up to the change
 * exactly.
 *
 * @param orders effect of the number of orders
 * @param units effect of the units an order; null where units are not told
 * @param price effect of the price a unit, or of the value of an order where units are not told
 */
public record Levers(BigDecimal orders, @Nullable BigDecimal units, BigDecimal price) {
  private static final MathContext EXACT = new MathContext(50);
  private static final int MONEY_SCALE = 4;
  private static final BigDecimal SIX = BigDecimal.valueOf(6);

  /**
   * One period.
   *
   * @param revenue net
   * @param orders purchases
   * @param units bought less returned; null where not told
   */
  public record Period(BigDecimal revenue, long orders, @Nullable BigDecimal units) {}

  /**
   * The levers. Where only one period has orders, all of the change is theirs.
   *
   * @return none where neither period has an order, or one has orders but no units
   */
  public static Optional<Levers> of(Period before, Period now) {
    BigDecimal change = now.revenue().subtract(before.revenue());
    if (before.orders() == 0 || now.orders() == 0) {
      BigDecimal zero = BigDecimal.ZERO.setScale(MONEY_SCALE);
      boolean told = before.units() != null && now.units() != null;
      return before.orders() == now.orders()
          ? Optional.empty()
          : Optional.of(new Levers(change, told ? zero : null, zero));
    }
    BigDecimal unitsBefore = before.units();
    BigDecimal unitsNow = now.units();
    if (unitsBefore == null || unitsNow == null) {
      BigDecimal orders =
          BigDecimal.valueOf(now.orders() - before.orders())
              .multiply(value(before).add(value(now)))
              .divide(BigDecimal.valueOf(2), MONEY_SCALE, RoundingMode.HALF_UP);
      return Optional.of(new Levers(orders, null, change.subtract(orders)));
    }
    if (unitsBefore.signum() == 0 || unitsNow.signum() == 0) {
      return Optional.empty();
    }
    BigDecimal[] old = factors(before, unitsBefore);
    BigDecimal[] fresh = factors(now, unitsNow);
    BigDecimal orders = effect(old, fresh, 0, 1, 2);
    BigDecimal units = effect(old, fresh, 1, 0, 2);
    return Optional.of(new Levers(orders, units, change.subtract(orders).subtract(units)));
  }

  private static BigDecimal value(Period period) {
    return period.revenue().divide(BigDecimal.valueOf(period.orders()), EXACT);
  }

  private static BigDecimal[] factors(Period period, BigDecimal units) {
    BigDecimal orders = BigDecimal.valueOf(period.orders());
    return new BigDecimal[] {
      orders, units.divide(orders, EXACT), period.revenue().divide(units, EXACT)
    };
  }

  /** Δ of one factor times the average of what the two others multiply it by. */
  private static BigDecimal effect(BigDecimal[] old, BigDecimal[] fresh, int of, int a, int b) {
    BigDecimal both = old[a].multiply(old[b]).add(fresh[a].multiply(fresh[b]));
    BigDecimal mixed = old[a].multiply(fresh[b]).add(fresh[a].multiply(old[b]));
    return fresh[of]
        .subtract(old[of])
        .multiply(both.multiply(BigDecimal.valueOf(2)).add(mixed))
        .divide(SIX, MONEY_SCALE, RoundingMode.HALF_UP);
  }
}

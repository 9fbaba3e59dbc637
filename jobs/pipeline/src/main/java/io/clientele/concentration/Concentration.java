package io.clientele.concentration;

import io.clientele.scoring.OrderStatistics;
import io.clientele.scoring.RankQuery;
import io.clientele.scoring.SeriesTotals;
import io.clientele.scoring.TieGroup;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The concentration of one measure over n customers with values x₁ ≤ … ≤ xₙ.
 *
 * <ul>
 *   <li>Gini = 2·Σ(i·xᵢ)/(n·Σx) − (n+1)/n: 0 where all are equal or alone; with negative values it
 *       may exceed 1.
 *   <li>Gini* = Gini / (1 + 2·A), A the area between the Lorenz curve and zero where it lies below:
 *       from 0 to 1 also with negative values, and the Gini without them. (Chen, Tsaur and Rhai
 *       1982, with the correction of Berrebi and Silber 1985 for the customer in whom the curve
 *       crosses zero.)
 *   <li>top-p share = Σ of the ⌈p·n⌉ greatest / Σx.
 *   <li>Lorenz curve L(p) = share of the poorest p·n customers, linear inside a customer; the
 *       descending curve is 1 − L(1−p) and rises above 1 where values are negative (whale curve).
 * </ul>
 *
 * All shares are undefined (null) where Σx is not positive.
 */
public final class Concentration {
  /** The steps of the curves. */
  public static final int GRID = 100;

  private static final int SHARE_SCALE = 10;
  private static final MathContext EXACT = new MathContext(60);
  private static final BigInteger TWO = BigInteger.TWO;
  private static final BigDecimal EIGHTY = new BigDecimal("0.80");
  private static final BigDecimal NINETY_FIVE = new BigDecimal("0.95");

  private final Measure measure;
  private final int series;
  private final SeriesTotals totals;
  private final OrderStatistics.Answers answers;

  /** The concentration of a series whose {@link #questions} were answered and ranks summed. */
  public Concentration(
      Measure measure, int series, SeriesTotals totals, OrderStatistics.Answers answers) {
    this.measure = measure;
    this.series = series;
    this.totals = totals;
    this.answers = answers;
  }

  /** What must be asked of the series. */
  public static List<RankQuery> questions(int series, SeriesTotals totals) {
    List<RankQuery> questions = new ArrayList<>();
    long n = totals.customers();
    if (n == 0) {
      return questions;
    }
    for (int step = 0; step < GRID; step++) {
      questions.add(new RankQuery.AtRank(series, wholeCustomers(step, n) + 1));
    }
    for (int percent : new int[] {1, 5, 10, 20}) {
      questions.add(new RankQuery.AtRank(series, n - topCustomers(percent, n) + 1));
    }
    if (totals.sum().signum() > 0) {
      questions.add(new RankQuery.AtTopSum(series, part(totals.sum(), EIGHTY)));
      questions.add(new RankQuery.AtTopSum(series, totals.sum()));
    }
    if (totals.positiveSum().signum() > 0) {
      questions.add(new RankQuery.AtTopSum(series, part(totals.positiveSum(), EIGHTY)));
      questions.add(new RankQuery.AtTopSum(series, part(totals.positiveSum(), NINETY_FIVE)));
    }
    return questions;
  }

  /** The measure. */
  public Measure measure() {
    return measure;
  }

  /** Customers with a value. */
  public long customers() {
    return totals.customers();
  }

  /** Sum of the measure. */
  public BigDecimal total() {
    return measure.amount(totals.sum());
  }

  /** Sum of the positive values. */
  public BigDecimal positiveTotal() {
    return measure.amount(totals.positiveSum());
  }

  /** Sum of the negative values, zero or less. */
  public BigDecimal negativeTotal() {
    return measure.amount(totals.negativeSum());
  }

  /** Customers with a positive value: those that the descending curve climbs over. */
  public long customersAtPeak() {
    return totals.positiveCustomers();
  }

  /** Customers with a negative value. */
  public long losingCustomers() {
    return totals.negativeCustomers();
  }

  /** The Gini coefficient. */
  public Optional<BigDecimal> gini() {
    return defined() ? Optional.of(ratio(spread(), whole())) : Optional.empty();
  }

  /** The Gini coefficient normalised for negative values. */
  public Optional<BigDecimal> giniNormalised() {
    if (!defined()) {
      return Optional.empty();
    }
    RankQuery question = new RankQuery.AtTopSum(series, totals.sum());
    TieGroup group = answers.get(question);
    // The k poorest customers together have nothing or less; with the next one they have more.
    BigInteger value = BigInteger.valueOf(group.value());
    BigInteger inside = group.sumBelow().negate().divide(value);
    BigInteger below = BigInteger.valueOf(group.below());
    BigInteger k = below.add(inside);
    BigInteger sum = group.sumBelow().add(inside.multiply(value));
    // Σ of the ranks below + 1 … below + inside, all of the same value.
    BigInteger ranks =
        inside.multiply(below).add(inside.multiply(inside.add(BigInteger.ONE)).divide(TWO));
    BigInteger rankSum =
        answers.rankSumsBelow().getOrDefault(question, BigInteger.ZERO).add(ranks.multiply(value));
    BigDecimal negativeArea =
        new BigDecimal(sum.multiply(sum))
            .divide(new BigDecimal(value), EXACT)
            .add(new BigDecimal(rankSum.multiply(TWO)))
            .subtract(new BigDecimal(sum.multiply(k.multiply(TWO).add(BigInteger.ONE))));
    return Optional.of(ratio(spread(), whole().add(negativeArea)));
  }

  /** 2·Σ(i·xᵢ) − (n+1)·Σx. */
  private BigDecimal spread() {
    BigInteger ranks = answers.rankSums().getOrDefault(series, BigInteger.ZERO);
    BigInteger sums = BigInteger.valueOf(customers() + 1).multiply(totals.sum());
    return new BigDecimal(ranks.multiply(TWO).subtract(sums));
  }

  /** n·Σx. */
  private BigDecimal whole() {
    return new BigDecimal(BigInteger.valueOf(customers()).multiply(totals.sum()));
  }

  /** The share of the ⌈percent·n⌉ greatest. */
  public Optional<BigDecimal> topShare(int percent) {
    if (!defined()) {
      return Optional.empty();
    }
    long rest = customers() - topCustomers(percent, customers());
    TieGroup group = answers.get(new RankQuery.AtRank(series, rest + 1));
    return Optional.of(share(totals.sum().subtract(group.sumOfSmallest(rest))));
  }

  /** The fewest customers that hold 80 % of the total. */
  public Optional<Long> customersFor80() {
    return customersFor(EIGHTY);
  }

  /** The fewest customers that hold all of the total: the others together add nothing. */
  public Optional<Long> customersFor100() {
    return customersFor(BigDecimal.ONE);
  }

  private Optional<Long> customersFor(BigDecimal share) {
    if (!defined()) {
      return Optional.empty();
    }
    BigInteger target = part(totals.sum(), share);
    TieGroup group = answers.get(new RankQuery.AtTopSum(series, target));
    BigInteger value = BigInteger.valueOf(group.value());
    long above = customers() - group.below() - group.customers();
    BigInteger sumAbove =
        totals
            .sum()
            .subtract(group.sumBelow())
            .subtract(value.multiply(BigInteger.valueOf(group.customers())));
    BigInteger[] more = target.subtract(sumAbove).divideAndRemainder(value);
    return Optional.of(above + more[0].longValueExact() + (more[1].signum() > 0 ? 1 : 0));
  }

  /** The highest point of the descending curve. */
  public Optional<BigDecimal> whalePeakShare() {
    return defined() ? Optional.of(share(totals.positiveSum())) : Optional.empty();
  }

  /** The least value of ABC class A. */
  public @Nullable BigDecimal abcEdgeA() {
    return abcEdge(EIGHTY);
  }

  /** The least value of ABC class B. */
  public @Nullable BigDecimal abcEdgeB() {
    return abcEdge(NINETY_FIVE);
  }

  /** L(step / 100), the share of the poorest. */
  public Optional<BigDecimal> lorenz(int step) {
    if (!defined()) {
      return Optional.empty();
    }
    if (step == GRID) {
      return Optional.of(rounded(BigDecimal.ONE));
    }
    long n = customers();
    long whole = wholeCustomers(step, n);
    TieGroup group = answers.get(new RankQuery.AtRank(series, whole + 1));
    BigDecimal position =
        BigDecimal.valueOf(n).multiply(BigDecimal.valueOf(step)).divide(BigDecimal.valueOf(GRID));
    BigDecimal fraction = position.subtract(BigDecimal.valueOf(whole));
    BigDecimal sum =
        new BigDecimal(group.sumOfSmallest(whole))
            .add(fraction.multiply(BigDecimal.valueOf(group.value())));
    return Optional.of(rounded(sum.divide(new BigDecimal(totals.sum()), EXACT)));
  }

  /** 1 − L(1 − step / 100), the share of the richest. */
  public Optional<BigDecimal> descending(int step) {
    return lorenz(GRID - step).map(BigDecimal.ONE.setScale(SHARE_SCALE)::subtract);
  }

  private @Nullable BigDecimal abcEdge(BigDecimal limit) {
    BigInteger positive = totals.positiveSum();
    if (positive.signum() <= 0) {
      return null;
    }
    return answers
        .find(new RankQuery.AtTopSum(series, part(positive, limit)))
        .map(group -> measure.amount(BigInteger.valueOf(group.value())))
        .orElse(null);
  }

  private boolean defined() {
    return customers() > 0 && totals.sum().signum() > 0;
  }

  private BigDecimal share(BigInteger part) {
    return ratio(new BigDecimal(part), new BigDecimal(totals.sum()));
  }

  private static BigDecimal ratio(BigDecimal part, BigDecimal whole) {
    return rounded(part.divide(whole, EXACT));
  }

  private static BigDecimal rounded(BigDecimal share) {
    return share.setScale(SHARE_SCALE, RoundingMode.HALF_UP);
  }

  private static long wholeCustomers(int step, long n) {
    return Math.multiplyExact(n, (long) step) / GRID;
  }

  private static long topCustomers(int percent, long n) {
    return (Math.multiplyExact(n, (long) percent) + 99) / 100;
  }

  private static BigInteger part(BigInteger whole, BigDecimal share) {
    return new BigDecimal(whole)
        .multiply(share)
        .setScale(0, RoundingMode.CEILING)
        .toBigIntegerExact();
  }
}

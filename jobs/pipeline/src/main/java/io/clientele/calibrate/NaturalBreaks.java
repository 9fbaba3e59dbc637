package io.clientele.calibrate;

import io.clientele.scoring.Histogram;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The division of a histogram into classes of neighbouring bins with the least sum of squared
 * deviations from the class means: Fisher's exact optimum, known as Jenks natural breaks. As Σx² is
 * the same for every division, the optimum has the greatest Σ over classes of S² / W, S the sum and
 * W the number of values; this is compared in exact fractions, and of equal divisions the one whose
 * last breaks lie lowest is taken.
 *
 * @param classes by ascending value
 * @param fit the goodness of variance fit, 1 − squared deviations within classes / squared
 *     deviations from the mean of all, 0 to 1; values of one bin count as their mean
 */
public record NaturalBreaks(List<Group> classes, BigDecimal fit) {
  private static final MathContext DIGITS = new MathContext(60, RoundingMode.HALF_EVEN);
  private static final int FIT_SCALE = 6;

  /**
   * A class.
   *
   * @param customers in it
   * @param least of their values
   * @param greatest of their values
   */
  public record Group(long customers, long least, long greatest) {}

  /**
   * Finds the best division, in O(k · n · log n) comparisons for n bins.
   *
   * @param histogram the values
   * @param k the number of classes, at least 1
   * @return nothing where there are no more bins than classes: then nothing is left to choose
   */
  public static Optional<NaturalBreaks> of(Histogram histogram, int k) {
    List<Histogram.Bin> bins = histogram.bins();
    if (bins.size() <= k) {
      return Optional.empty();
    }
    List<Integer> starts = new Search(bins).starts(k);
    List<Group> classes = new ArrayList<>();
    for (int c = 0; c < k; c++) {
      int end = c + 1 < k ? starts.get(c + 1) : bins.size();
      List<Histogram.Bin> own = bins.subList(starts.get(c), end);
      classes.add(
          new Group(
              own.stream().mapToLong(Histogram.Bin::customers).sum(),
              own.get(0).least(),
              own.get(own.size() - 1).greatest()));
    }
    return Optional.of(new NaturalBreaks(List.copyOf(classes), fit(bins, starts)));
  }

  /** (between classes) / (between bins), both about the mean of all. */
  private static BigDecimal fit(List<Histogram.Bin> bins, List<Integer> starts) {
    Search search = new Search(bins);
    BigDecimal all = search.worth(0, bins.size()).decimal(DIGITS);
    BigDecimal classes = BigDecimal.ZERO;
    BigDecimal apart = BigDecimal.ZERO;
    for (int c = 0; c < starts.size(); c++) {
      int end = c + 1 < starts.size() ? starts.get(c + 1) : bins.size();
      classes = classes.add(search.worth(starts.get(c), end).decimal(DIGITS));
    }
    for (int bin = 0; bin < bins.size(); bin++) {
      apart = apart.add(search.worth(bin, bin + 1).decimal(DIGITS));
    }
    return classes
        .subtract(all)
        .divide(apart.subtract(all), DIGITS)
        .setScale(FIT_SCALE, RoundingMode.HALF_UP);
  }

  /**
   * The dynamic program, a row a number of classes. The best last break never moves down when
   * values are added at the top, so each row is found by halving.
   */
  private static final class Search {
    private final int size;
    private final long[] customers;
    private final BigInteger[] sums;

    Search(List<Histogram.Bin> bins) {
      size = bins.size();
      customers = new long[size + 1];
      sums = new BigInteger[size + 1];
      sums[0] = BigInteger.ZERO;
      for (int i = 0; i < size; i++) {
        customers[i + 1] = customers[i] + bins.get(i).customers();
        sums[i + 1] = sums[i].add(bins.get(i).sum());
      }
    }

    /** S² / W of the bins from, included, to, excluded. */
    Fraction worth(int from, int to) {
      BigInteger sum = sums[to].subtract(sums[from]);
      return new Fraction(sum.multiply(sum), BigInteger.valueOf(customers[to] - customers[from]));
    }

    /** The first bin of each of k classes. */
    List<Integer> starts(int k) {
      @Nullable Fraction[] before = new @Nullable Fraction[size + 1];
      for (int to = 1; to <= size; to++) {
        before[to] = worth(0, to);
      }
      int[][] breaks = new int[k + 1][size + 1];
      for (int classes = 2; classes <= k; classes++) {
        @Nullable Fraction[] best = new @Nullable Fraction[size + 1];
        fill(before, best, breaks[classes], classes, size, classes - 1, size - 1);
        before = best;
      }
      LinkedList<Integer> starts = new LinkedList<>();
      int end = size;
      for (int classes = k; classes >= 2; classes--) {
        end = breaks[classes][end];
        starts.addFirst(end);
      }
      starts.addFirst(0);
      return starts;
    }

    /** The best last break of the first {@code least..most} bins, between two known breaks. */
    private void fill(
        @Nullable Fraction[] before,
        @Nullable Fraction[] best,
        int[] breaks,
        int least,
        int most,
        int lowest,
        int highest) {
      if (least > most) {
        return;
      }
      int middle = (least + most) >>> 1;
      Fraction winner = null;
      for (int at = lowest; at <= Math.min(highest, middle - 1); at++) {
        Fraction worth = Objects.requireNonNull(before[at]).plus(worth(at, middle));
        if (winner == null || worth.compareTo(winner) > 0) {
          winner = worth;
          breaks[middle] = at;
        }
      }
      best[middle] = winner;
      fill(before, best, breaks, least, middle - 1, lowest, breaks[middle]);
      fill(before, best, breaks, middle + 1, most, breaks[middle], highest);
    }
  }
}

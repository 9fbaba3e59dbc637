package io.clientele.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.clientele.scoring.Histogram;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NaturalBreaksTest {
  @Test
  void the_textbook_example_comes_out() {
    // 4, 5, 9, 10 in two classes: squared deviations 26 in all, 0.5 + 0.5 within {4, 5} {9, 10}.
    NaturalBreaks breaks = NaturalBreaks.of(histogram(4, 5, 9, 10), 2).orElseThrow();

    assertThat(breaks.classes())
        .containsExactly(new NaturalBreaks.Group(2, 4, 5), new NaturalBreaks.Group(2, 9, 10));
    assertThat(breaks.fit().doubleValue()).isEqualTo(25.0 / 26, within(1e-6));
  }

  @Test
  void counts_are_weights_and_negative_values_are_values() {
    NaturalBreaks breaks = NaturalBreaks.of(histogram(-9, -9, -9, -8, 1, 1, 30), 3).orElseThrow();

    assertThat(breaks.classes())
        .containsExactly(
            new NaturalBreaks.Group(4, -9, -8),
            new NaturalBreaks.Group(2, 1, 1),
            new NaturalBreaks.Group(1, 30, 30));
  }

  @Test
  void no_division_of_small_random_values_is_better() {
    Random random = new Random(42);
    for (int round = 0; round < 300; round++) {
      long[] values = new long[3 + random.nextInt(12)];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt(40) - 10;
      }
      Histogram histogram = histogram(values);
      for (int k = 1; k < Math.min(6, histogram.bins().size()); k++) {
        NaturalBreaks breaks = NaturalBreaks.of(histogram, k).orElseThrow();
        double total = deviations(histogram, 0, histogram.bins().size());
        double least = least(histogram, 0, k);
        assertThat(breaks.classes()).hasSize(k);
        assertThat(breaks.classes().stream().mapToLong(NaturalBreaks.Group::customers).sum())
            .isEqualTo(values.length);
        assertThat(breaks.fit().doubleValue()).isEqualTo(1 - least / total, within(1e-6));
        assertThat(inside(breaks, histogram)).isEqualTo(least, within(1e-6));
      }
    }
  }

  @Test
  void with_no_more_values_than_classes_there_is_nothing_to_choose() {
    assertThat(NaturalBreaks.of(histogram(1, 1, 2), 2)).isEmpty();
    assertThat(NaturalBreaks.of(histogram(5), 2)).isEmpty();
    assertThat(NaturalBreaks.of(new Histogram(List.of()), 2)).isEmpty();
  }

  /**
   * The least sum of squared deviations of the bins from {@code from} on in k classes, by trial.
   */
  private static double least(Histogram histogram, int from, int k) {
    int size = histogram.bins().size();
    if (k == 1) {
      return deviations(histogram, from, size);
    }
    double least = Double.MAX_VALUE;
    for (int next = from + 1; next <= size - k + 1; next++) {
      least = Math.min(least, deviations(histogram, from, next) + least(histogram, next, k - 1));
    }
    return least;
  }

  private static double inside(NaturalBreaks breaks, Histogram histogram) {
    double sum = 0;
    for (NaturalBreaks.Group group : breaks.classes()) {
      List<Histogram.Bin> own =
          histogram.bins().stream()
              .filter(bin -> bin.least() >= group.least() && bin.greatest() <= group.greatest())
              .toList();
      sum += deviations(new Histogram(own), 0, own.size());
    }
    return sum;
  }

  private static double deviations(Histogram histogram, int from, int to) {
    double sum = 0;
    double count = 0;
    for (Histogram.Bin bin : histogram.bins().subList(from, to)) {
      sum += bin.sum().doubleValue();
      count += bin.customers();
    }
    double deviations = 0;
    for (Histogram.Bin bin : histogram.bins().subList(from, to)) {
      deviations += bin.customers() * Math.pow(bin.least() - sum / count, 2);
    }
    return deviations;
  }

  private static Histogram histogram(long... values) {
    Map<Long, Long> counts = new TreeMap<>();
    for (long value : values) {
      counts.merge(value, 1L, Long::sum);
    }
    List<Histogram.Bin> bins = new ArrayList<>();
    counts.forEach(
        (value, count) ->
            bins.add(new Histogram.Bin(count, BigInteger.valueOf(value * count), value, value)));
    return new Histogram(bins);
  }
}

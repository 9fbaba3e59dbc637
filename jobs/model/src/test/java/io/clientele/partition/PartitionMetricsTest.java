package io.clientele.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Agreement indices against published values, brute force over all relabellings, and laws. */
class PartitionMetricsTest {
  private static final Offset<Double> EXACT = within(1e-12);

  private static PartitionMetrics of(int[] clusters, int[] classes) {
    return PartitionMetrics.of(Contingency.ofLabels(clusters, classes));
  }

  private static int[] labels(int... labels) {
    return labels;
  }

  @Test
  void the_rand_index_has_the_published_values() {
    // scikit-learn's documentation of adjusted_rand_score; by hand: 4/7 and 8/33.
    assertThat(of(labels(0, 0, 1, 2), labels(0, 0, 1, 1)).adjustedRand()).isEqualTo(4.0 / 7, EXACT);
    assertThat(of(labels(0, 0, 1, 1), labels(0, 0, 1, 2)).adjustedRand()).isEqualTo(4.0 / 7, EXACT);
    assertThat(of(labels(0, 0, 1, 1, 2, 2), labels(0, 0, 0, 1, 1, 1)).adjustedRand())
        .isEqualTo(8.0 / 33, EXACT);
    assertThat(of(labels(0, 1, 0, 1), labels(0, 0, 1, 1)).adjustedRand()).isEqualTo(-0.5, EXACT);
  }

  @Test
  void homogeneity_completeness_and_their_mean_have_the_published_values() {
    // scikit-learn's documentation of v_measure_score: 0.8 and 0.66…; its user guide on six points:
    // 0.66…, 0.420…, 0.516….
    assertThat(of(labels(0, 0, 1, 1), labels(0, 0, 1, 2)).vMeasure()).isEqualTo(0.8, EXACT);
    assertThat(of(labels(0, 0, 1, 1), labels(0, 1, 2, 3)).vMeasure()).isEqualTo(2.0 / 3, EXACT);
    PartitionMetrics six = of(labels(0, 0, 1, 1, 2, 2), labels(0, 0, 0, 1, 1, 1));
    assertThat(six.homogeneity()).isEqualTo(2.0 / 3, EXACT);
    assertThat(six.completeness()).isEqualTo(2.0 / 3 * Math.log(2) / Math.log(3), EXACT);
    assertThat(six.vMeasure()).isEqualTo(0.515803, within(1e-6));
    assertThat(six.purity()).isEqualTo(5.0 / 6, EXACT);
  }

  @Test
  void mutual_information_is_adjusted_by_the_mean_over_all_permutations() {
    int[] classes = labels(0, 0, 0, 1, 1, 1, 2);
    int[] clusters = labels(0, 0, 1, 1, 2, 2, 2);

    double expected = meanOverPermutations(clusters.clone(), classes, 0) / 5040;

    Information information = new Information(Contingency.ofLabels(clusters, classes));
    assertThat(information.expectedMutual()).isEqualTo(expected, EXACT);
    double mean = (information.ofRows() + information.ofColumns()) / 2;
    assertThat(of(clusters, classes).adjustedMutualInformation())
        .isEqualTo((information.mutual() - expected) / (mean - expected), EXACT);
    // The user guide's six points with the arithmetic mean.
    assertThat(of(labels(0, 0, 1, 1, 2, 2), labels(0, 0, 0, 1, 1, 1)).adjustedMutualInformation())
        .isEqualTo(0.298792, within(1e-6));
  }

  private static double meanOverPermutations(int[] first, int[] second, int from) {
    if (from == first.length) {
      return new Information(Contingency.ofLabels(first, second)).mutual();
    }
    double sum = 0;
    for (int i = from; i < first.length; i++) {
      swap(first, from, i);
      sum += meanOverPermutations(first, second, from + 1);
      swap(first, from, i);
    }
    return sum;
  }

  private static void swap(int[] of, int i, int j) {
    int kept = of[i];
    of[i] = of[j];
    of[j] = kept;
  }

  @Test
  void the_expectation_of_a_large_table_is_that_of_independence() {
    // (rows − 1)·(columns − 1) / 2n is the first term of its expansion, the next is of order 1/n².
    long n = 40_000_000;
    Contingency table =
        Contingency.of(new long[][] {{n / 4, n / 4}, {n / 8, n / 8}, {n / 8, n / 8}});

    assertThat(new Information(table).expectedMutual() * n).isEqualTo(1.0, within(1e-3));
    assertThat(PartitionMetrics.of(table).adjustedMutualInformation()).isEqualTo(0, within(1e-6));
    assertThat(PartitionMetrics.of(table).adjustedRand()).isEqualTo(0, within(1e-6));
  }

  @Test
  void degenerate_divisions_have_defined_indices() {
    PartitionMetrics nobody = PartitionMetrics.of(Contingency.of(new long[0][]));
    PartitionMetrics oneAndOne = of(labels(0, 0, 0), labels(0, 0, 0));
    PartitionMetrics oneAndMany = of(labels(0, 0, 0, 0), labels(0, 1, 2, 3));
    PartitionMetrics manyAndOne = of(labels(0, 1, 2, 3), labels(0, 0, 0, 0));
    PartitionMetrics singletons = of(labels(0, 1, 2), labels(2, 0, 1));
    PartitionMetrics alone = of(labels(0), labels(0));

    for (PartitionMetrics same : List.of(nobody, oneAndOne, singletons, alone)) {
      assertThat(same).isEqualTo(new PartitionMetrics(1, 1, 1, 1, 1, 1));
    }
    assertThat(oneAndMany).isEqualTo(new PartitionMetrics(0, 0, 0, 1, 0, 0.25));
    assertThat(manyAndOne).isEqualTo(new PartitionMetrics(0, 0, 1, 0, 0, 1));
  }

  @Property(tries = 300)
  void relabelling_changes_nothing_and_exchange_mirrors(@ForAll("pairs") int[][] pair) {
    PartitionMetrics agreement = of(pair[0], pair[1]);
    int[] renamed = Arrays.stream(pair[0]).map(label -> 5 - label).toArray();
    PartitionMetrics same = of(renamed, pair[1]);
    PartitionMetrics mirrored =
        PartitionMetrics.of(Contingency.ofLabels(pair[0], pair[1]).transposed());

    assertThat(same.adjustedRand()).isEqualTo(agreement.adjustedRand(), EXACT);
    assertThat(same.adjustedMutualInformation())
        .isEqualTo(agreement.adjustedMutualInformation(), within(1e-9));
    assertThat(same.vMeasure()).isEqualTo(agreement.vMeasure(), EXACT);
    assertThat(same.purity()).isEqualTo(agreement.purity(), EXACT);
    assertThat(mirrored.adjustedRand()).isEqualTo(agreement.adjustedRand(), EXACT);
    assertThat(mirrored.adjustedMutualInformation())
        .isEqualTo(agreement.adjustedMutualInformation(), within(1e-9));
    assertThat(mirrored.homogeneity()).isEqualTo(agreement.completeness(), EXACT);
    assertThat(mirrored.completeness()).isEqualTo(agreement.homogeneity(), EXACT);
  }

  @Property(tries = 300)
  void a_division_agrees_with_itself_and_indices_stay_in_their_ranges(
      @ForAll("pairs") int[][] pair) {
    PartitionMetrics itself = of(pair[0], pair[0]);
    assertThat(itself.adjustedRand()).isEqualTo(1, EXACT);
    assertThat(itself.adjustedMutualInformation()).isEqualTo(1, EXACT);
    assertThat(itself.vMeasure()).isEqualTo(1, EXACT);
    assertThat(itself.purity()).isEqualTo(1);

    PartitionMetrics agreement = of(pair[0], pair[1]);
    assertThat(agreement.adjustedRand()).isBetween(-0.5 - 1e-12, 1.0);
    assertThat(agreement.adjustedMutualInformation()).isBetween(-1.0, 1.0 + 1e-12);
    assertThat(agreement.homogeneity()).isBetween(0.0, 1.0);
    assertThat(agreement.completeness()).isBetween(0.0, 1.0);
    assertThat(agreement.purity()).isBetween(0.0, 1.0);
    assertThat(agreement.adjustedRand()).isEqualTo(byPairs(pair[0], pair[1]), within(1e-9));
  }

  /** The definition, pair of customers by pair of customers. */
  private static double byPairs(int[] first, int[] second) {
    long[][] alike = new long[2][2];
    for (int i = 0; i < first.length; i++) {
      for (int j = 0; j < i; j++) {
        alike[first[i] == first[j] ? 1 : 0][second[i] == second[j] ? 1 : 0]++;
      }
    }
    double both = alike[1][1];
    double one = both + alike[1][0];
    double other = both + alike[0][1];
    double all = one + alike[0][0] + alike[0][1];
    double chance = all == 0 ? 0 : one * other / all;
    double most = (one + other) / 2;
    return most == chance ? 1 : (both - chance) / (most - chance);
  }

  @Provide
  Arbitrary<int[][]> pairs() {
    return Arbitraries.integers()
        .between(1, 30)
        .flatMap(
            size ->
                Combinators.combine(labelsOf(size), labelsOf(size))
                    .as((first, second) -> new int[][] {first, second}));
  }

  private static Arbitrary<int[]> labelsOf(int size) {
    return Arbitraries.integers().between(0, 5).array(int[].class).ofSize(size);
  }

  @Test
  void a_crossing_says_what_is_split_and_what_is_joined() {
    SegmentContingency crossing =
        new SegmentContingency(
            List.of(3, 7),
            List.of("loyal", "lost", "new", "empty"),
            Contingency.of(new long[][] {{90, 6, 50, 0}, {10, 4, 50, 0}}));

    assertThat(crossing.splits()).isEqualTo(Map.of("lost", List.of(3, 7), "new", List.of(3, 7)));
    assertThat(crossing.joins()).isEqualTo(Map.of(3, List.of("loyal", "lost", "new")));
    assertThat(crossing.nearest(0)).isZero();
    assertThat(crossing.overlap(0, 0)).isEqualTo(90.0 / (146 + 100 - 90));
    assertThat(crossing.nearest(1)).isEqualTo(2);
  }

  @Test
  void tables_that_are_none_are_refused() {
    assertThatThrownBy(() -> Contingency.of(new long[][] {{1, 2}, {3}}))
        .hasMessageContaining("row 1 is [3]");
    assertThatThrownBy(() -> Contingency.of(new long[][] {{1, -2}}))
        .hasMessageContaining("without negative counts");
    assertThatThrownBy(() -> Contingency.ofLabels(labels(0), labels(0, 1)))
        .hasMessageContaining("not 1 and 2");
  }
}

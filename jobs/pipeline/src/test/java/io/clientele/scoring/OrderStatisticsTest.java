package io.clientele.scoring;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.support.Sparks;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Order statistics against a sorted array. */
class OrderStatisticsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64})
  void ranks_top_sums_and_rank_sums_agree_with_a_sorted_array(int partitions) {
    Random random = new Random(5);
    List<Long> values = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      long value = (long) Math.exp(random.nextDouble() * 25) - 2_000;
      values.add(
          i % 7 == 0 ? values.isEmpty() ? 0L : values.get(random.nextInt(values.size())) : value);
    }
    long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
    Dataset<Row> customers =
        Sparks.session().createDataset(values, Encoders.LONG()).toDF("v").repartition(partitions);
    OrderStatistics series = OrderStatistics.of(customers, Map.of(3, col("v")));
    Map<Integer, SeriesTotals> totals = series.totals();
    List<RankQuery> questions = new ArrayList<>();
    for (long rank : new long[] {1, 2, 750, 1500, 2999, 3000}) {
      questions.add(new RankQuery.AtRank(3, rank));
    }
    BigInteger total = BigInteger.valueOf(Arrays.stream(sorted).sum());
    BigInteger target = total.multiply(BigInteger.valueOf(4)).divide(BigInteger.valueOf(5));
    RankQuery topSum = new RankQuery.AtTopSum(3, target);
    questions.add(topSum);

    OrderStatistics.Answers answers = series.answer(totals, questions, Set.of(3));

    assertThat(totals.get(3).sum()).isEqualTo(total);
    for (RankQuery question : questions) {
      if (question instanceof RankQuery.AtRank at) {
        TieGroup group = answers.get(at);
        long value = sorted[(int) at.rank() - 1];
        assertThat(group.value()).isEqualTo(value);
        assertThat(group.below()).isEqualTo(Arrays.stream(sorted).filter(v -> v < value).count());
        assertThat(group.customers())
            .isEqualTo(Arrays.stream(sorted).filter(v -> v == value).count());
        assertThat(group.sumBelow().longValueExact())
            .isEqualTo(Arrays.stream(sorted).filter(v -> v < value).sum());
        Long next = Arrays.stream(sorted).filter(v -> v > value).boxed().findFirst().orElse(null);
        assertThat(group.next()).isEqualTo(next);
      }
    }
    long sum = 0;
    int i = sorted.length;
    while (sum < target.longValueExact()) {
      sum += sorted[--i];
    }
    assertThat(answers.get(topSum).value()).isEqualTo(sorted[i]);
    BigInteger ranks = BigInteger.ZERO;
    for (int r = 0; r < sorted.length; r++) {
      ranks = ranks.add(BigInteger.valueOf(sorted[r]).multiply(BigInteger.valueOf(r + 1L)));
    }
    assertThat(answers.rankSums().get(3)).isEqualTo(ranks);
  }
}

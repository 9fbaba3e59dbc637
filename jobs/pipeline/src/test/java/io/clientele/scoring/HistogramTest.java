package io.clientele.scoring;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clientele.support.Sparks;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class HistogramTest {
  @Test
  void small_values_have_a_bin_each_and_large_ones_share_narrow_ones() {
    Histogram histogram = histogram(List.of(1_023L, -5L, 0L, -5L, 1_000_000L, 1_000_100L), 1);

    assertThat(histogram.bins())
        .extracting(Histogram.Bin::customers, Histogram.Bin::least, Histogram.Bin::greatest)
        .containsExactly(
            tuple(2L, -5L, -5L),
            tuple(1L, 0L, 0L),
            tuple(1L, 1_023L, 1_023L),
            tuple(2L, 1_000_000L, 1_000_100L));
    assertThat(histogram.bins().get(3).sum()).isEqualTo(new BigInteger("2000100"));
  }

  @Test
  void bins_follow_each_other_are_narrow_and_do_not_depend_on_partitions() {
    Random random = new Random(3);
    List<Long> values =
        random.longs(3_000).map(value -> value >> random.nextInt(63)).boxed().toList();

    Histogram one = histogram(values, 1);

    assertThat(histogram(values, 7)).isEqualTo(one);
    assertThat(one.bins().stream().mapToLong(Histogram.Bin::customers).sum()).isEqualTo(3_000);
    for (int i = 0; i < one.bins().size(); i++) {
      Histogram.Bin bin = one.bins().get(i);
      long width = bin.greatest() - bin.least();
      assertThat(width).isLessThanOrEqualTo(Math.abs(bin.least()) / 500);
      assertThat(Math.abs(bin.least()) < 1_024 ? width : 0).isZero();
      assertThat(i == 0 || one.bins().get(i - 1).greatest() < bin.least()).isTrue();
    }
  }

  private static Histogram histogram(List<Long> values, int partitions) {
    Dataset<Row> rows =
        Sparks.session().createDataset(values, Encoders.LONG()).repartition(partitions).toDF("v");
    return Histogram.of(rows, Map.of(0, col("v"))).get(0);
  }
}

package io.clientele.calibrate;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.clientele.feature.DaySet;
import io.clientele.feature.Staged;
import io.clientele.support.Sparks;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class GapCountsTest {
  private static final StructType SCHEMA =
      new StructType().add(Staged.DAYS_BACK, DataTypes.BinaryType);

  @Test
  void every_interval_is_counted_with_its_kind_and_its_customers_intervals() {
    GapCounts counts = GapCounts.of(staged(List.of(days(3, 10, 40), days(3), days()), 1));

    assertThat(counts.counts())
        .containsOnlyKeys(
            new GapCounts.Cell(3, 1, GapCounts.Kind.OPEN),
            new GapCounts.Cell(3, 3, GapCounts.Kind.OPEN),
            new GapCounts.Cell(7, 3, GapCounts.Kind.LATER),
            new GapCounts.Cell(30, 3, GapCounts.Kind.FIRST));
    assertThat(counts.customers()).isEqualTo(2);
    assertThat(counts.gaps()).isEqualTo(2);
    assertThat(counts.repeatBuyers()).isEqualTo(1);
    assertThat(counts.naive(50)).isEqualTo(7);
    assertThat(counts.naive(51)).isEqualTo(30);
    assertThat(counts.naiveFirst(50)).isEqualTo(30);
  }

  @Test
  void each_customer_weighs_one_and_partitions_do_not_matter() {
    Random random = new Random(7);
    List<TreeSet<Integer>> customers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      TreeSet<Integer> days = new TreeSet<>();
      int purchases = 1 + random.nextInt(1 + random.nextInt(9));
      while (days.size() < purchases) {
        days.add(1 + random.nextInt(100));
      }
      customers.add(days);
    }
    GapCounts whole = GapCounts.of(staged(customers, 1));
    GapCounts parts = GapCounts.of(staged(customers, 7));

    assertThat(parts).isEqualTo(whole);
    assertThat(parts.curve().steps()).isEqualTo(whole.curve().steps());
    for (int day = 0; day <= 101; day++) {
      assertThat(whole.curve().at(day).doubleValue()).isEqualTo(slow(customers, day), within(1e-9));
    }
  }

  @Test
  void nobody_and_single_purchases_have_no_gaps() {
    GapCounts nobody = GapCounts.of(staged(List.of(), 1));
    GapCounts once = GapCounts.of(staged(List.of(days(5), days(90)), 2));

    assertThat(nobody.customers()).isZero();
    assertThat(nobody.naive(50)).isNull();
    assertThat(once.customers()).isEqualTo(2);
    assertThat(once.gaps()).isZero();
    assertThat(once.naiveFirst(50)).isNull();
    assertThat(Limits.of(once.curve(), Levels.DEFAULT)).isEmpty();
    assertThat(Limits.of(nobody.curve(), Levels.DEFAULT)).isEmpty();
  }

  @Test
  void one_customer_who_always_comes_after_a_week_still_leaves_room_to_fall_asleep() {
    GapCounts weekly = GapCounts.of(staged(List.of(days(2, 9, 16, 23)), 1));

    assertThat(Limits.of(weekly.curve(), Levels.DEFAULT)).contains(new Limits(7, 8));
  }

  /** The product over every day, from lists of intervals and nothing else. */
  private static double slow(List<TreeSet<Integer>> customers, int upTo) {
    double survival = 1;
    for (int day = 1; day <= upTo; day++) {
      double risk = 0;
      double back = 0;
      for (TreeSet<Integer> days : customers) {
        double weight = 1.0 / days.size();
        int before = 0;
        for (int at : days) {
          int length = at - before;
          risk += length >= day ? weight : 0;
          back += length == day && before > 0 ? weight : 0;
          before = at;
        }
      }
      survival *= risk == 0 ? 1 : 1 - back / risk;
    }
    return survival;
  }

  private static TreeSet<Integer> days(Integer... daysBack) {
    return new TreeSet<>(List.of(daysBack));
  }

  static Dataset<Row> staged(List<TreeSet<Integer>> customers, int partitions) {
    List<Row> rows = new ArrayList<>();
    for (TreeSet<Integer> days : customers) {
      BitSet back = new BitSet();
      days.forEach(back::set);
      rows.add(RowFactory.create((Object) DaySet.pack(back)));
    }
    rows.sort(Comparator.comparing(row -> row.<byte[]>getAs(0).length));
    return Sparks.session()
        .createDataFrame(rows, SCHEMA)
        .repartition(partitions, col(Staged.DAYS_BACK));
  }
}

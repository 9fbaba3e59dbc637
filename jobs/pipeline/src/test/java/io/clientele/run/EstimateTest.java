package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.ingest.LineCount;
import io.clientele.output.Reconciliation;
import io.clientele.support.Shop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run is expected to take. */
class EstimateTest {
  @TempDir Path directory;

  @Test
  void a_sample_tells_the_number_of_lines_of_text_and_the_latest_run_the_customers() {
    List<String> lines = new ArrayList<>(List.of("order_id,customer_id,day,amount"));
    for (int order = 0; order < 900; order++) {
      lines.add(String.format("o%04d,c%03d,2024-05-01,10.00", order, order % 300));
    }
    Shop shop =
        new Shop(directory).only(new Reconciliation()).lines("a.csv", lines.toArray(String[]::new));

    Estimate before = estimate(shop);

    assertThat(before.known()).isFalse();
    assertThat(before.lines().exact()).isFalse();
    assertThat(before.lines().lines()).isBetween(890L, 910L);
    assertThat(before.customers()).isEqualTo(before.lines().lines() / 15);

    shop.run();
    Estimate after = estimate(shop);

    assertThat(after.known()).isTrue();
    assertThat(after.customers()).isBetween(295L, 305L);
  }

  @Test
  void more_cores_shorten_the_work_but_not_the_start() {
    LineCount lines = new LineCount(28_916_654, true);

    Estimate two = Estimate.of("", lines, 1_971_937.0 / 28_916_654, 2);
    Estimate eight = Estimate.of("", lines, 1_971_937.0 / 28_916_654, 8);
    Estimate nothing = Estimate.of("", new LineCount(0, true), 0, 2);

    // As measured: 119 to 130 seconds, and 353 of the larger one.
    assertThat(two.time().toSeconds()).isBetween(105L, 135L);
    Estimate large =
        Estimate.of("", new LineCount(117_577_012, true), 8_000_001.0 / 117_577_012, 2);
    assertThat(large.time().toSeconds()).isBetween(335L, 385L);
    assertThat(eight.time().minus(nothing.time()).toSeconds())
        .isEqualTo(two.time().minus(nothing.time()).toSeconds() / 4);
    assertThat(nothing.aside()).isZero();
  }

  private static Estimate estimate(Shop shop) {
    return Estimate.of(shop.spark(), shop.config(), shop.lake(), shop.pointer(), 2);
  }
}

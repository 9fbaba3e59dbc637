package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.clientele.calibrate.CalibrationReport;
import io.clientele.calibrate.Effect;
import io.clientele.calibrate.Limits;
import io.clientele.calibrate.Repurchase;
import io.clientele.support.Calibrations;
import io.clientele.support.SharedData;
import io.clientele.support.Shop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The public Online Retail data set as of 2011-12-10. The naive quantiles are published with the
 * segment definitions; the survival curve was computed independently with exact fractions from the
 * CSV file: weight 1 / number of intervals, S = Π (1 − d/r) over the lengths.
 */
class OnlineRetailCalibrationTest {
  @TempDir static Path temporary;
  private static CalibrationReport report;

  @BeforeAll
  static void calibrate_the_example() throws IOException {
    Path data = SharedData.directory("online_retail");
    report =
        Calibrations.of(
            new Shop(temporary.resolve("shop"))
                .example("online-retail")
                .set("data=" + data)
                .compiled());
  }

  @Test
  void the_naive_quantiles_are_the_published_ones() {
    Map<Integer, Integer> all = Map.of(50, 28, 80, 70, 95, 155);
    Map<Integer, Integer> first = Map.of(50, 57, 80, 133, 95, 245);
    all.forEach((percent, days) -> assertThat(report.gaps().naive(percent)).isEqualTo(days));
    first.forEach((percent, days) -> assertThat(report.gaps().naiveFirst(percent)).isEqualTo(days));
    assertThat(report.gaps().customers()).isEqualTo(4_338);
    assertThat(report.gaps().gaps()).isEqualTo(12_425);
    assertThat(report.gaps().repeatBuyers()).isEqualTo(2_790);
  }

  @Test
  void the_curve_that_counts_the_open_gaps_is_the_independent_one() {
    Map<Integer, Double> known =
        Map.of(7, 0.963971, 30, 0.834519, 90, 0.607994, 180, 0.454893, 360, 0.301872);
    known.forEach(
        (days, survival) ->
            assertThat(report.curve().at(days).doubleValue())
                .isEqualTo(survival, within(0.000001)));
    assertThat(report.curve().end().doubleValue()).isEqualTo(0.294393, within(0.000001));
    assertThat(report.curve().quantile(50)).isEqualTo(144);
    assertThat(report.curve().quantile(70)).isEqualTo(364);
    assertThat(report.curve().quantile(80)).isNull();
    assertThat(report.limits()).contains(new Limits(76, 199));
  }

  @Test
  void regular_begins_where_the_fifth_purchase_day_ends_the_rise() {
    assertThat(report.repurchase().withinDays()).isEqualTo(70);
    assertThat(report.rows()).contains(new Repurchase.Rows(3, 5));
  }

  @Test
  void every_division_has_all_customers() {
    for (Effect effect : report.schemes()) {
      for (int variant = 0; variant < effect.variants().size(); variant++) {
        assertThat(effect.total(variant)).isEqualTo(4_338);
      }
    }
    for (Effect effect : report.scores()) {
      for (int variant = 0; variant < effect.variants().size(); variant++) {
        assertThat(effect.total(variant)).isEqualTo(4_338);
      }
    }
    assertThat(Calibrations.sizes(report.schemes(), "lifecycle_9", "now"))
        .containsEntry("new_active", 429L)
        .containsEntry("regular_lost", 145L);
    assertThat(Calibrations.sizes(report.schemes(), "rfm", "quantile"))
        .containsEntry("champion", 577L)
        .containsEntry("hibernating", 1_349L);
  }
}

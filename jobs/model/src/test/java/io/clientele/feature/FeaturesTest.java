package io.clientele.feature;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.config.CostConfig;
import io.clientele.spark.Catalyst;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  @Test
  void a_feature_passes_with_the_days_exactly_where_its_formula_looks_at_them() {
    Features ahead =
        Features.ahead(
            Span.of(List.of(365)),
            List.of(),
            all -> true,
            CostConfig.NONE,
            LocalDate.of(2025, 1, 1),
            col("days_ahead_of_the_fold"),
            new BaseStatistics(90));

    assertThat(ahead.published()).hasSizeGreaterThan(50);
    for (Feature feature : ahead.published()) {
      assertThat(ahead.isPassing(feature.name()))
          .as(feature.name())
          .isEqualTo(
              Catalyst.expression(feature.formula()).toString().contains("days_ahead_of_the_fold"));
    }
  }
}

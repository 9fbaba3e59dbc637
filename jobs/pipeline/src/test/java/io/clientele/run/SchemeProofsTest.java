package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.support.Computed;
import io.clientele.support.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemeProofsTest {
  @TempDir Path directory;

  @Test
  void a_scheme_with_an_error_stops_the_run_before_anything_is_read() {
    Shop shop =
        new Shop(directory)
            .file(
                "schemes/own.yaml",
                """
                scheme: own
                segments:
                  - {name: buyer, when: frequency >= 1}
                  - {name: regular, when: frequency >= 4}
                otherwise: rest
                """)
            .set("schemes=[own]");

    // There are no lines to read at all.
    assertThatThrownBy(shop::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("scheme own: nobody can come into regular")
        .hasMessageContaining("buyer");
  }

  @Test
  void warnings_become_notes_and_open_questions_are_counted_on_the_data() {
    Shop shop =
        new Shop(directory)
            .lines(
                "a.csv",
                "order_id,customer_id,day,amount",
                "1,ann,2024-12-30,10.00",
                "2,bob,2024-12-30,1300.00",
                "3,cid,2024-06-01,1300.00",
                "4,dan,2024-06-01,5.00")
            .file(
                "schemes/border.yaml",
                """
                scheme: border
                segments:
                  - {name: active, when: recency_days <= 60}
                  - {name: lost, when: recency_days >= 60}
                otherwise: rest
                """)
            .file(
                "schemes/product.yaml",
                """
                scheme: product
                segments:
                  - {name: large, when: monetary * monetary = 1690000 * frequency}
                  - {name: lately, when: recency_days < 10}
                otherwise: rest
                """)
            .set("schemes=[border, product]");

    Computed report = shop.compute();

    // Large: bob and cid with one order of 1300. Lately: ann and bob. Neither: dan.
    assertThat(report.notes())
        .contains(
            "border: active and lost hold for the same customer; active stands first and wins;"
                + " for example recency_days = 60",
            "product: no rule holds for some buyer, who falls to rest; for example monetary = 1,"
                + " frequency = 1, recency_days = 10",
            "product: customers who meet both large and lately: 1; the first wins",
            "product: customers left for large after the rules before it: 2");
  }
}

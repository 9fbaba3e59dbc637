package io.clientele.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.border.Border;
import io.clientele.output.CustomerFeatures;
import io.clientele.output.CustomerSegments;
import io.clientele.output.NearBorderOutput;
import io.clientele.output.SchemeDefinitions;
import io.clientele.output.ScoreReferenceOutput;
import io.clientele.output.SegmentSummaries;
import io.clientele.support.Shop;
import io.clientele.table.CustomerTables;
import io.clientele.table.ExplanationTables;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Customers who are compared within their country: what is near, and why they are where they are.
 */
class GroupedBordersTest {
  private static final String SCHEME =
      """
      scheme: %s
      population: buyers
      %s
      segments:
        - {name: best, when: monetary_score = 5}
        - {name: good, when: "monetary > base_quantile(monetary, 0.5)"}
      otherwise: rest
      """;

  @TempDir Path directory;

  @Test
  void borders_are_those_of_the_own_group_and_explanations_say_the_same() {
    Shop shop = shop();

    shop.run();

    Map<String, Row> near = new TreeMap<>();
    shop.table(ExplanationTables.NEAR_BORDER)
        .collectAsList()
        .forEach(row -> near.put(row.getAs("scheme") + " " + row.getAs("customer_id"), row));
    // Amounts of 100 to 129 in one country and ten times those in the other: half of either do not
    // exceed the fifteenth, the same for a scheme within groups and for one by a set within groups.
    for (String scheme : List.of("grouped", "by_set")) {
      Row poor = near.get(scheme + " PL14");
      assertThat((BigDecimal) poor.getAs("border")).isEqualByComparingTo("114.0001");
      assertThat((String) poor.getAs("neighbour")).isEqualTo("good");
      Row rich = near.get(scheme + " DE14");
      assertThat((BigDecimal) rich.getAs("border")).isEqualByComparingTo("1140.0001");
      assertThat((String) rich.getAs("neighbour")).isEqualTo("good");
    }
    Explainer explainer = new Explainer(shop.lake(), "shop", shop.pointer().read());
    int borders = 0;
    for (String customer : List.of("PL14", "PL3", "DE14", "DE25", "XX0")) {
      Row published =
          shop.table(CustomerTables.SEGMENTS).filter("customer_id = '" + customer + "'").head();
      for (Explanation.InScheme in : explainer.explain(customer, null, null).schemes()) {
        assertThat(in.segment()).isEqualTo(published.getAs(in.scheme()));
        // The rule that explains is that of the published segment.
        List<String> order = List.of("rest", "best", "good");
        assertThat(order.get(in.position())).isEqualTo(in.segment());
        Row nearest = near.get(in.scheme() + " " + customer);
        if (nearest != null) {
          Border border =
              in.borders().stream()
                  .map(Explanation.Beyond::border)
                  .filter(one -> one.feature().equals(nearest.getAs("feature")))
                  .filter(one -> one.direction().text().equals(nearest.getAs("direction")))
                  .findFirst()
                  .orElseThrow();
          assertThat(border.border()).isEqualByComparingTo((BigDecimal) nearest.getAs("border"));
          assertThat(border.neighbour()).isEqualTo(nearest.getAs("neighbour"));
          borders++;
        }
      }
    }
    assertThat(borders).isGreaterThan(5);
  }

  private Shop shop() {
    List<String> lines = new ArrayList<>(List.of("order_id,customer_id,day,amount,country"));
    for (int i = 0; i < 30; i++) {
      lines.add("p" + i + ",PL" + i + ",2024-06-01," + (100 + i) + ".00,PL");
      lines.add("d" + i + ",DE" + i + ",2024-06-01," + (1_000 + 10 * i) + ".00,DE");
    }
    // Too few to be a group of their own.
    lines.add("x0,XX0,2024-06-01,5.00,XX");
    return new Shop(directory)
        .lines("a.csv", lines.toArray(String[]::new))
        .file("schemes/grouped.yaml", SCHEME.formatted("grouped", "within: country"))
        .file("schemes/by_set.yaml", SCHEME.formatted("by_set", "scores: by_country"))
        .set(
            "sources.transactions.schema=order_id STRING, customer_id STRING, day DATE, amount"
                + " DECIMAL(12,2), country STRING",
            "sources.transactions.columns.country=country",
            "score_sets.by_country.within=country",
            "groups.least_buyers=10",
            "schemes=[grouped, by_set]")
        .only(
            new CustomerFeatures(),
            new CustomerSegments(),
            new SegmentSummaries(),
            new SchemeDefinitions(),
            new ScoreReferenceOutput(),
            new NearBorderOutput());
  }
}

package io.clientele.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.output.CustomerFeatures;
import io.clientele.output.CustomerSegments;
import io.clientele.output.SchemeDefinitions;
import io.clientele.output.ScoreReferenceOutput;
import io.clientele.output.SegmentOutlook;
import io.clientele.output.SegmentSummaries;
import io.clientele.support.Shop;
import io.clientele.table.CustomerTables;
import io.clientele.table.ExplanationTables;
import io.clientele.table.ExplanationTables.SegmentOutlookRow;
import io.clientele.table.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Customers who are compared within their country: what comes next, and why they are where they
 * are.
 */
class GroupedExplanationTest {
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
  void outlook_and_explanation_compare_with_the_own_group() {
    Shop shop = shop();

    shop.run();

    Map<String, SegmentOutlookRow> outlook = new TreeMap<>();
    Records.of(
            SegmentOutlookRow.class, shop.table(ExplanationTables.SEGMENT_OUTLOOK).collectAsList())
        .forEach(row -> outlook.put(row.scheme() + " " + row.customerId(), row));
    // Amounts of 100 to 129 in one country and ten times those in the other: twice 114 is the most
    // of its country and less than anything in the other. So it is for a scheme within groups and
    // for one by a set within groups.
    for (String scheme : List.of("grouped", "by_set")) {
      for (String customer : List.of("PL14", "DE14")) {
        SegmentOutlookRow next = outlook.get(scheme + " " + customer);
        assertThat(next.segment()).isEqualTo("rest");
        assertThat(next.orderSegment()).isEqualTo("best");
        assertThat(next.nextSegment()).isNull();
      }
    }
    Explainer explainer = new Explainer(shop.lake(), "shop", shop.pointer().read());
    int explained = 0;
    for (String customer : List.of("PL14", "PL3", "DE14", "DE25", "XX0")) {
      Row published =
          shop.table(CustomerTables.SEGMENTS).filter("customer_id = '" + customer + "'").head();
      for (Explanation.InScheme in : explainer.explain(customer, null, null).schemes()) {
        assertThat(in.segment()).isEqualTo(published.getAs(in.scheme()));
        // The rule that explains is that of the published segment.
        List<String> order = List.of("rest", "best", "good");
        assertThat(order.get(in.position())).isEqualTo(in.segment());
        assertThat(in.outlook()).isEqualTo(outlook.get(in.scheme() + " " + customer));
        explained++;
      }
    }
    assertThat(explained).isEqualTo(10);
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
            new SegmentOutlook());
  }
}

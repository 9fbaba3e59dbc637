package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.support.Computed;
import io.clientele.support.Results;
import io.clientele.support.Shop;
import io.clientele.table.ReconciliationTable;
import io.clientele.table.SummaryTables;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Concentration inside countries and segments; the figures were worked out by hand. */
class ConcentrationScopesTest {
  @TempDir Path directory;

  @Test
  void each_country_and_segment_is_measured_by_itself_and_all_of_them_add_up() {
    Computed shop =
        shop()
            .set(
                "concentration.scopes=[country]",
                "concentration.segments=[lifecycle_9]",
                "groups.least_buyers=2")
            .compute();

    Map<String, Row> summary = summary(shop);
    assertThat(summary.keySet())
        .filteredOn(key -> key.startsWith("contribution"))
        .containsExactly(
            "contribution base",
            "contribution country=DE",
            "contribution country=PL",
            "contribution country=other",
            "contribution country=unknown",
            "contribution lifecycle_9=new_active",
            "contribution lifecycle_9=no_purchase");
    // Poland: profits of 100, 50, 0, −10 and −40.
    Row poland = summary.get("contribution country=PL");
    assertThat((long) poland.getAs("customers")).isEqualTo(5);
    assertMoney(poland, "total", "100");
    assertMoney(poland, "negative_total", "-50");
    assertMoney(poland, "whale_peak_share", "1.5");
    assertMoney(poland, "top_20_share", "1");
    assertMoney(poland, "gini", "1.36");
    assertMoney(poland, "gini_normalised", "0.8717948718");
    assertMoney(poland, "customers_for_100_share", "0.2");
    assertThat((long) poland.getAs("customers_for_100")).isEqualTo(1);
    assertThat((long) poland.getAs("customers_at_peak")).isEqualTo(2);
    assertThat((long) poland.getAs("losing_customers")).isEqualTo(2);
    // Germany: 30 and 10.
    assertMoney(summary.get("margin country=DE"), "gini", "0.25");
    assertMoney(summary.get("margin country=DE"), "gini_normalised", "0.25");
    // France is one buyer, below the floor; the last two give no country, one of them only
    // returned.
    assertMoney(summary.get("revenue country=other"), "total", "7");
    assertThat((long) summary.get("revenue country=unknown").getAs("customers")).isEqualTo(2);
    Row lost = summary.get("revenue lifecycle_9=no_purchase");
    assertMoney(lost, "total", "-3");
    assertThat(lost.isNullAt(lost.fieldIndex("gini"))).isTrue();
    assertThat((long) lost.getAs("losing_customers")).isEqualTo(1);
    assertMoney(summary.get("revenue lifecycle_9=new_active"), "total", "513");

    assertThat(items(shop))
        .containsEntry("end of the Lorenz curve", 10L)
        .containsEntry("ends of the Lorenz curves by country", 10L)
        .containsEntry("ends of the Lorenz curves by lifecycle_9", 10L);
    List<Row> peak =
        shop.table(SummaryTables.CONCENTRATION_CURVE)
            .filter("measure = 'contribution' AND scope = 'country=PL'")
            .filter("direction = 'descending' AND population_share = 0.4")
            .collectAsList();
    assertThat(peak).hasSize(1);
    assertMoney(peak.get(0), "value_share", "1.5");
  }

  @Test
  void parts_that_cannot_be_made_are_refused_with_what_could() {
    Shop shop =
        shop().set("concentration.scopes=[contry, top_season]", "concentration.segments=[rfm_2]");

    assertThatThrownBy(shop::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "concentration.scopes: 'contry' is no feature with names as values; did you mean"
                + " 'country'?")
        .hasMessageContaining(
            "concentration.segments: 'rfm_2' is none of the schemes of customers");
  }

  private static void assertMoney(Row row, String column, String expected) {
    assertThat((BigDecimal) row.getAs(column)).as(column).isEqualByComparingTo(expected);
  }

  private static Map<String, Row> summary(Results shop) {
    Map<String, Row> rows = new TreeMap<>();
    shop.table(SummaryTables.CONCENTRATION_SUMMARY)
        .collectAsList()
        .forEach(row -> rows.put(row.getAs("measure") + " " + row.getAs("scope"), row));
    return rows;
  }

  private static Map<String, Long> items(Results shop) {
    Map<String, Long> items = new TreeMap<>();
    shop.table(ReconciliationTable.SPEC)
        .collectAsList()
        .forEach(
            row ->
                items.put(
                    row.getAs(ReconciliationTable.ITEM), row.getAs(ReconciliationTable.ROWS)));
    return items;
  }

  private Shop shop() {
    return new Shop(directory)
        .set(
            "sources.transactions.schema=order_id STRING, customer_id STRING, day DATE, amount"
                + " DECIMAL(12,2), cost DECIMAL(12,2), country STRING",
            "sources.transactions.columns.cost=cost",
            "sources.transactions.columns.country=country",
            "schemes=[lifecycle_9]")
        .lines(
            "a.csv",
            "order_id,customer_id,day,amount,cost,country",
            "o1,p1,2024-12-20,200,100,PL",
            "o2,p2,2024-12-20,100,50,PL",
            "o3,p3,2024-12-20,20,20,PL",
            "o4,p4,2024-12-20,30,40,PL",
            "o5,p5,2024-12-20,60,100,PL",
            "o6,d1,2024-12-20,60,30,DE",
            "o7,d2,2024-12-20,30,20,DE",
            "o8,f1,2024-12-20,7,1,FR",
            "o9,x1,2024-12-20,6,1,",
            "o10,x2,2024-12-20,-3,-1,");
  }
}

package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.DataRefusedException;
import io.clientele.support.Shop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mappings that contradict the data are said, with numbers and the way out. */
class SuspicionsTest {
  private static final String HEADER = "order_id,customer_id,day,amount";

  @TempDir Path directory;

  @Test
  void a_base_of_which_nothing_is_odd_has_no_notes() {
    List<String> lines = people(30, 2);
    lines.add("p-1,C1,2024-05-01,-3.00");
    lines.add("p-1,C1,2024-09-01,-4.00");

    assertThat(notes(lines)).isEmpty();
  }

  @Test
  void orders_over_days_or_stores_are_counted_by_their_purchases() {
    Shop shop =
        new Shop(directory)
            .set(
                "sources.transactions.schema=order_id STRING, customer_id STRING, day DATE, amount"
                    + " DECIMAL(12,2), till STRING",
                "sources.transactions.columns.store=till")
            .lines(
                "a.csv",
                HEADER + ",till",
                "1,a,2024-01-01,5.00,x",
                "1,a,2024-01-03,5.00,y",
                "1,a,2024-01-03,5.00,",
                "2,a,2024-01-05,5.00,x",
                "2,a,2024-01-06,-5.00,y",
                "1,b,2024-01-01,5.00,x",
                "1,b,2024-01-01,5.00,y");

    assertThat(shop.compute().base().scored().base().suspicions())
        .containsExactly(
            "1 of 3 orders (33.3 %) lie on several days, 2 of 3 orders (66.7 %) in several stores:"
                + " if numbers of orders begin anew each day or in each store, frequency is too"
                + " low; map order_id: concat_ws('/', store, day, number)");
  }

  @Test
  void one_customer_with_most_of_everything_may_be_nobody() {
    List<String> lines = people(20, 1);
    for (int order = 0; order < 50; order++) {
      lines.add("g" + order + ",0,2024-03-0" + (order % 9 + 1) + ",9.00");
    }

    assertThat(notes(lines))
        .containsExactly(
            "customer '0' has 71.4 % of all orders and 81.8 % of all money: if that is a"
                + " placeholder for people who are not known, map customer_id: nullif(customer_id,"
                + " '0')");
  }

  @Test
  void a_placeholder_is_told_by_its_name_though_its_share_is_small() {
    List<String> lines = people(200, 1);
    for (int order = 0; order < 20; order++) {
      lines.add("g" + order + ",Guest,2024-03-0" + (order % 9 + 1) + ",1.00");
    }

    assertThat(notes(lines)).hasSize(1).first().asString().startsWith("customer 'Guest' has 9.1 %");
    lines.replaceAll(line -> line.replace("Guest", "Gustav"));
    assertThat(notes(lines)).isEmpty();
  }

  @Test
  void ids_that_may_be_spellings_of_one_are_counted() {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "1,Ann@x.example,2024-01-01,1.00",
                "2,ann@X.example,2024-01-02,1.00",
                "3, ann@x.example\u00A0,2024-01-03,1.00",
                "4,0012,2024-01-04,1.00",
                "5,12.0,2024-01-05,1.00",
                "6,120,2024-01-05,1.00",
                "7,0,2024-01-05,1.00"));

    assertThat(notes(lines))
        .containsExactly(
            "5 customers may be 2, such as ' ann@x.example\u00A0' and 'ann@X.example': their ids"
                + " differ only by case, blanks, leading zeros or a trailing .0; if they are the"
                + " same, map customer_id: lower(trim(customer_id))");
  }

  @Test
  void a_number_within_an_order_is_no_identity_of_a_line() {
    Shop shop =
        identified("n")
            .lines(
                "a.csv",
                HEADER + ",n,version",
                "1,a,2024-01-01,1.00,1,1",
                "1,a,2024-01-01,2.00,2,1",
                "2,b,2024-01-02,3.00,1,1",
                "2,b,2024-01-02,4.00,2,1",
                "2,b,2024-01-02,4.00,2,1");

    assertThatThrownBy(shop::compute)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("40.00 % of the lines (2)")
        .hasMessageContaining("gates.max_unlike_duplicate_share allows 1.00 %")
        .hasMessageContaining("concat_ws('/', order, line number)");

    assertThat(suspicions(shop.set("gates.max_unlike_duplicate_share=1")))
        .containsExactly(
            "2 of 3 duplicates lie in another order or with another customer than the line that"
                + " counts: is n unique in the whole source? If it is a number within an order, map"
                + " transaction_id: concat_ws('/', order, number)");
    assertThat(
            suspicions(
                identified("concat_ws(''/'', order_id, n)")
                    .set("gates.max_unlike_duplicate_share=0")))
        .isEmpty();
  }

  @Test
  void numbers_of_versions_are_not_compared_as_text() {
    Shop shop =
        identified("n")
            .set("sources.transactions.columns.version=version")
            .lines(
                "a.csv",
                HEADER + ",n,version",
                "1,a,2024-01-01,1.00,1,9",
                "1,a,2024-01-01,2.00,1,10",
                "1,a,2024-01-01,3.00,2,1",
                "1,a,2024-01-01,4.00,2,2");

    assertThat(suspicions(shop))
        .containsExactly(
            "1 lines count as the newest because their version is compared as text, where 9 comes"
                + " after 10: map version: CAST(version AS BIGINT)");
    assertThat(suspicions(shop.set("sources.transactions.columns.version=CAST(version AS BIGINT)")))
        .isEmpty();
  }

  private Shop identified(String identity) {
    return new Shop(directory)
        .set(
            "sources.transactions.schema=order_id STRING, customer_id STRING, day DATE, amount"
                + " DECIMAL(12,2), n STRING, version STRING",
            "sources.transactions.columns.transaction_id='" + identity + "'");
  }

  private List<String> notes(List<String> lines) {
    List<String> file = new ArrayList<>(List.of(HEADER));
    file.addAll(lines);
    return suspicions(new Shop(directory).lines("a.csv", file.toArray(String[]::new)));
  }

  private static List<String> suspicions(Shop shop) {
    return shop.compute().base().scored().base().suspicions();
  }

  /** So many people with so many orders of 10.00, 9.00, … each. */
  private static List<String> people(int people, int orders) {
    List<String> lines = new ArrayList<>();
    for (int one = 0; one < people; one++) {
      for (int order = 0; order < orders; order++) {
        lines.add(String.format("p%d-%d,C%d,2024-02-%02d,%d.00", one, order, one, one % 28 + 1, 5));
      }
    }
    return lines;
  }
}

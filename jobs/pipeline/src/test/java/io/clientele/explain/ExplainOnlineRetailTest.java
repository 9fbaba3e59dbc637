package io.clientele.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.lake.Lake;
import io.clientele.output.CustomerFeatures;
import io.clientele.output.CustomerSegments;
import io.clientele.output.SchemeDefinitions;
import io.clientele.output.ScoreReferenceOutput;
import io.clientele.output.SegmentOutlook;
import io.clientele.output.SegmentSummaries;
import io.clientele.support.SharedData;
import io.clientele.support.Shop;
import io.clientele.support.Sparks;
import io.clientele.table.ExplanationTables.SegmentOutlookRow;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten customers of a real base, whose features are computed here from the raw lines, by hand. */
class ExplainOnlineRetailTest {
  private static final LocalDate AS_OF = LocalDate.of(2011, 12, 10);
  private static final List<String> CUSTOMERS =
      List.of(
          "12347", "12348", "12350", "12583", "12748", "13777", "14646", "15098", "16446", "17850");

  @TempDir Path temporary;

  private static final class Bought {
    private final Set<String> orders = new HashSet<>();
    private LocalDate last = LocalDate.MIN;
    private BigDecimal money = BigDecimal.ZERO;
  }

  @Test
  void explanations_agree_with_features_computed_from_the_raw_lines() throws IOException {
    Path data = SharedData.directory("online_retail");
    Map<String, Bought> bought = read(data.resolve("online_retail.csv.gz"));
    Shop shop = example(data);
    shop.run();
    Explainer explainer =
        new Explainer(
            new Lake(Sparks.toys(shop.config().timeZone()), shop.config().lake()),
            "online-retail",
            shop.pointer().read());

    for (String customer : CUSTOMERS) {
      Bought own = bought.get(customer);
      long recency = ChronoUnit.DAYS.between(own.last, AS_OF);
      Explanation explained = explainer.explain(customer, null, null);
      Explanation.InScheme in = in(explained, "lifecycle_9");

      int orders = own.orders.size();
      String row = orders < 2 ? "new" : orders < 4 ? "promising" : "regular";
      String column = recency < 60 ? "active" : recency < 90 ? "sleeping" : "lost";
      assertThat(in.segment()).as(customer).isEqualTo(row + "_" + column);
      Map<String, String> values = new HashMap<>();
      in.conditions().forEach(condition -> values.putAll(condition.values()));
      assertThat(values)
          .containsEntry("frequency", Integer.toString(orders))
          .containsEntry("recency_days", Long.toString(recency));
      assertThat(in.conditions()).allMatch(Explanation.Condition::holds);
      if (recency < 90) {
        long days = (recency < 60 ? 60 : 90) - recency;
        SegmentOutlookRow next = in.outlook();
        assertThat(next.nextSegment()).isEqualTo(row + (recency < 60 ? "_sleeping" : "_lost"));
        assertThat(next.daysUntil()).isEqualTo((int) days);
        assertThat(next.nextOn()).isEqualTo(AS_OF.plusDays(days));
      }
      Explanation.InScheme abc = in(explained, "abc");
      assertThat(new BigDecimal(abc.failed().isEmpty() ? money(abc) : failedMoney(abc)))
          .as(customer)
          .isEqualByComparingTo(own.money);
    }
  }

  private static Explanation.InScheme in(Explanation explained, String scheme) {
    return explained.schemes().stream()
        .filter(one -> one.scheme().equals(scheme))
        .findFirst()
        .orElseThrow();
  }

  private static String money(Explanation.InScheme abc) {
    return abc.conditions().get(0).values().get("monetary");
  }

  private static String failedMoney(Explanation.InScheme abc) {
    return abc.failed().get(0).condition().values().get("monetary");
  }

  /** What the example's {@code where} keeps: sales with a customer, a quantity and a price. */
  private static Map<String, Bought> read(Path file) throws IOException {
    Map<String, Bought> bought = new HashMap<>();
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader =
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8)) {
      for (CSVRecord line : format.parse(reader)) {
        String customer = line.get("CustomerID");
        if (!CUSTOMERS.contains(customer) || line.get("InvoiceNo").startsWith("C")) {
          continue;
        }
        BigDecimal quantity = new BigDecimal(line.get("Quantity"));
        BigDecimal price = new BigDecimal(line.get("UnitPrice"));
        if (quantity.signum() > 0 && price.signum() > 0) {
          Bought own = bought.computeIfAbsent(customer, key -> new Bought());
          LocalDate day = LocalDate.parse(line.get("InvoiceDate").substring(0, 10));
          own.orders.add(line.get("InvoiceNo"));
          own.last = day.isAfter(own.last) ? day : own.last;
          own.money = own.money.add(quantity.multiply(price));
        }
      }
    }
    return bought;
  }

  private Shop example(Path data) {
    return new Shop(temporary)
        .example("online-retail")
        .set("data=" + data)
        .compiled()
        .only(
            new CustomerFeatures(),
            new CustomerSegments(),
            new SegmentSummaries(),
            new SchemeDefinitions(),
            new ScoreReferenceOutput(),
            new SegmentOutlook());
  }
}

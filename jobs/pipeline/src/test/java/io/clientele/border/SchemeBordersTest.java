package io.clientele.border;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.config.NearBorderConfig;
import io.clientele.feature.Features;
import io.clientele.feature.Span;
import io.clientele.rule.BaseNumbers;
import io.clientele.rule.Vocabulary;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeFile;
import io.clientele.score.ScoreScale;
import io.clientele.support.SharedData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against brute force: every value of a fine grid is tried by hand. */
class SchemeBordersTest {
  private static final Vocabulary WORDS =
      Vocabulary.ofCustomers(Features.declared(Span.of(List.of(365))).all());

  private static final String TRICKY =
      """
      scheme: tricky
      population: customers
      parameters: {often: 3}
      signals:
        late: recency_days > 2 * mean_gap_days
        poor: {when: monetary < 40 AND frequency > 1, weight: 2}
      segments:
        - {name: ratio, when: monetary / frequency >= 75 AND recency_days < 100}
        - {name: hole, when: "frequency IN (4, 6) OR recency_days BETWEEN 30 AND 33"}
        - {name: stepped, when: floor(recency_days / 7) = 9}
        - {name: mixed, when: "recency_days > 0.5 * tenure_days AND frequency >= ${often}"}
        - {name: far, when: "greatest(recency_days, 60) > tenure_days - 40"}
        - {name: pointed, when: signal_points >= 2}
        - {name: odd, when: abs(monetary - 150) <= 10}
        - {name: early, when: "did('order', 20) AND NOT tenure_days > 120"}
      otherwise: rest
      """;

  private final Random random = new Random(7);

  @ParameterizedTest
  @ValueSource(strings = {"lifecycle_9", "rfm", "abc", "value_loyalty", "profit_loyalty", "tricky"})
  void the_nearest_border_is_where_the_scheme_first_says_something_else(String name)
      throws Exception {
    SchemeBorders borders = sent(borders(name));
    int found = 0;
    for (int i = 0; i < 60; i++) {
      Map<String, Object> customer = customer();
      for (String feature : borders.features()) {
        for (Direction direction : Direction.values()) {
          found += check(borders, customer, feature, direction);
        }
      }
    }
    assertThat(found).isGreaterThan(50);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lifecycle_9", "rfm", "rfm_value", "value_loyalty", "customer_types", "tricky"})
  void what_is_remembered_of_others_changes_nothing(String name) throws Exception {
    NearBorderConfig config = new NearBorderConfig(30, 1, new BigDecimal("0.20"));
    SchemeBorders borders = sent(borders(name));
    Situations seen = borders.situations();
    int found = 0;
    for (int i = 0; i < 3_000; i++) {
      Map<String, Object> customer = customer();
      Optional<SchemeBorders.Near> near = borders.near(new Reach(customer, config), seen);
      assertThat(near)
          .as(name + " of " + customer)
          .isEqualTo(borders.near(new Reach(customer, config), borders.situations()));
      assertThat(seen.of(new Reach(customer, config)).segment())
          .isEqualTo(borders.judge().segment(customer));
      assertThat(near.map(one -> share(one.border(), customer, config)))
          .as(name + " of " + customer)
          .isEqualTo(leastShare(borders, customer, config));
      found += near.isPresent() ? 1 : 0;
    }
    assertThat(found).isGreaterThan(500);
  }

  @Test
  void near_is_the_border_with_the_least_share_of_its_margin() throws IOException {
    NearBorderConfig config = new NearBorderConfig(14, 1, new BigDecimal("0.10"));
    SchemeBorders borders = borders("lifecycle_9");
    Map<String, Object> customer = customer();
    customer.put("frequency", new BigDecimal(4));
    customer.put("recency_days", new BigDecimal(48));
    customer.put("tenure_days", new BigDecimal(300));

    Border near =
        borders.near(new Reach(customer, config), borders.situations()).orElseThrow().border();

    // 12 of 14 days are nearer than 1 of 1 order.
    assertThat(near)
        .isEqualTo(
            new Border(
                "recency_days",
                Direction.UP,
                new BigDecimal(48),
                new BigDecimal(60),
                "regular_sleeping",
                12));
    customer.put("recency_days", new BigDecimal(45));
    assertThat(borders.near(new Reach(customer, config), borders.situations()))
        .map(found -> found.border().neighbour())
        .contains("promising_active");
    customer.put("frequency", new BigDecimal(9));
    assertThat(borders.near(new Reach(customer, config), borders.situations())).isEmpty();
  }

  @Test
  void time_alone_ends_the_first_periods() throws IOException {
    SchemeBorders borders = borders("value_loyalty");
    Map<String, Object> customer = customer();
    customer.put("frequency", new BigDecimal(3));
    customer.put("recency_days", new BigDecimal(5));
    customer.put("tenure_days", new BigDecimal(170));
    customer.put("monetary", new BigDecimal(50));
    customer.put("active_period_share", BigDecimal.ZERO);

    Border near =
        borders
            .near(
                new Reach(customer, new NearBorderConfig(14, 1, new BigDecimal("0.10"))),
                borders.situations())
            .orElseThrow()
            .border();

    assertThat(near.feature()).isEqualTo("tenure_days");
    assertThat(near.border()).isEqualByComparingTo("180");
    assertThat(near.neighbour()).isEqualTo("low_value_disloyal");
    assertThat(near.daysUntil()).isEqualTo(10);
  }

  /** The least share of a margin over all borders, each looked for without a limit. */
  private static Optional<Double> leastShare(
      SchemeBorders borders, Map<String, Object> customer, NearBorderConfig config) {
    return borders.features().stream()
        .flatMap(
            feature ->
                java.util.Arrays.stream(Direction.values())
                    .flatMap(way -> borders.nearest(customer, feature, way).stream()))
        .map(border -> share(border, customer, config))
        .filter(share -> share <= 1)
        .min(Double::compare);
  }

  private static double share(
      Border border, Map<String, Object> customer, NearBorderConfig config) {
    boolean days = border.feature().endsWith("_days") && !border.feature().startsWith("purchase");
    boolean count = List.of("frequency", "purchase_days").contains(border.feature());
    double margin =
        days
            ? config.days()
            : count
                ? config.orders()
                : Math.abs(((BigDecimal) customer.get(border.feature())).doubleValue())
                    * config.share().doubleValue();
    return border.distance().doubleValue() / margin;
  }

  private int check(
      SchemeBorders borders, Map<String, Object> customer, String feature, Direction direction) {
    Object value = customer.get(feature);
    Optional<Border> border = borders.nearest(customer, feature, direction);
    if (value == null) {
      assertThat(border).isEmpty();
      return 0;
    }
    String here = borders.judge().segment(customer);
    BigDecimal from = (BigDecimal) value;
    BigDecimal step = step(feature);
    BigDecimal end = border.map(Border::border).orElse(null);
    String as = borders.judge().scheme() + " " + feature + " " + direction + " of " + customer;
    if (end != null) {
      assertThat(borders.judge().segment(moved(customer, feature, from, end)))
          .as(as)
          .isEqualTo(border.get().neighbour())
          .isNotEqualTo(here);
    }
    BigDecimal at = from;
    BigDecimal by = direction == Direction.UP ? step : step.negate();
    for (int i = 0; i < 2_000; i++) {
      at = at.add(by);
      boolean reached = end != null && at.subtract(end).signum() * by.signum() >= 0;
      if (reached || at.compareTo(least(customer, feature)) < 0) {
        break;
      }
      assertThat(borders.judge().segment(moved(customer, feature, from, at)))
          .as(as + " at " + at + ", border " + end)
          .isEqualTo(here);
    }
    return end == null ? 0 : 1;
  }

  /** One thing at a time, but days that pass make tenure longer too. */
  private static Map<String, Object> moved(
      Map<String, Object> customer, String feature, BigDecimal from, BigDecimal to) {
    Map<String, Object> moved = new HashMap<>(customer);
    moved.put(feature, to);
    if (feature.equals("recency_days") && to.compareTo(from) > 0) {
      moved.put("tenure_days", ((BigDecimal) customer.get("tenure_days")).add(to).subtract(from));
    }
    return moved;
  }

  private static BigDecimal step(String feature) {
    if (List.of("frequency", "recency_days", "tenure_days", "purchase_days").contains(feature)) {
      return BigDecimal.ONE;
    }
    return feature.endsWith("_share") ? new BigDecimal("0.001") : new BigDecimal("0.25");
  }

  private static BigDecimal least(Map<String, Object> customer, String feature) {
    return switch (feature) {
      case "tenure_days" -> (BigDecimal) customer.get("recency_days");
      case "recency_days", "frequency", "purchase_days" -> BigDecimal.ONE;
      default -> new BigDecimal(-1_000_000);
    };
  }

  private Map<String, Object> customer() {
    Map<String, Object> customer = new HashMap<>();
    int frequency = 1 + random.nextInt(8);
    int recency = 1 + random.nextInt(200);
    customer.put("frequency", new BigDecimal(frequency));
    customer.put("purchase_days", new BigDecimal(1 + random.nextInt(frequency)));
    customer.put("recency_days", new BigDecimal(recency));
    customer.put("tenure_days", new BigDecimal(recency + random.nextInt(300)));
    customer.put("monetary", money(-2_000, 40_000));
    customer.put("active_period_share", new BigDecimal(random.nextInt(1_001)).movePointLeft(3));
    customer.put("known_cost_share", new BigDecimal(700 + random.nextInt(301)).movePointLeft(3));
    customer.put("contribution_margin_365d", money(-500, 1_000));
    if (random.nextBoolean()) {
      customer.put("mean_gap_days", money(100, 9_000));
      customer.put(
          "discounted_revenue_share", new BigDecimal(random.nextInt(1_001)).movePointLeft(3));
    }
    return customer;
  }

  private BigDecimal money(int fromCents, int toCents) {
    return new BigDecimal(fromCents + random.nextInt(toCents - fromCents)).movePointLeft(2);
  }

  private static SchemeBorders borders(String name) throws IOException {
    String text =
        name.equals("tricky")
            ? TRICKY
            : Files.readString(SharedData.home().resolve("conf/schemes/" + name + ".yaml"));
    Scheme scheme = Scheme.of(SchemeFile.parse(name + ".yaml", text, Map.of()), WORDS);
    BaseNumbers numbers = new BaseNumbers();
    numbers.add("monetary_rank_share < 0.8", new BigDecimal("120.5"));
    numbers.add("monetary_rank_share < 0.95", new BigDecimal("33.25"));
    numbers.add("monetary_percentile >= 0.8", new BigDecimal("210.75"));
    numbers.add("loyalty_period_days", new BigDecimal("90"));
    return new SchemeBorders(
        scheme,
        all -> true,
        numbers,
        Map.of(
            "recency_score", scale("recency_days", false, "91", "61", "31", "11"),
            "frequency_score", scale("frequency", true, "2", "2", "4", "6"),
            "monetary_score", scale("monetary", true, "20", "50", "100", "300")));
  }

  private static ScoreScale scale(String feature, boolean higher, String... edges) {
    TreeMap<Integer, BigDecimal> from = new TreeMap<>();
    for (int k = 2; k <= 5; k++) {
      from.put(k, new BigDecimal(edges[k - 2]));
    }
    return new ScoreScale(feature, higher, from);
  }

  /** As it reaches an executor. */
  private static SchemeBorders sent(SchemeBorders borders) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(borders);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (SchemeBorders) in.readObject();
    }
  }
}

package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.scheme.Population;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.support.Computed;
import io.clientele.support.SharedData;
import io.clientele.support.Shop;
import io.clientele.table.CustomerTables;
import io.clientele.table.LeadTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every scheme that ships, over one base in which somebody was made for every segment. As of
 * 2025-01-01; fewer than 200 repeat buyers, so a loyalty period is 90 days.
 */
class EverySchemeTest {
  private static final LocalDate AS_OF = LocalDate.of(2025, 1, 1);

  @TempDir static Path directory;

  private static final List<String> LINES = new ArrayList<>();
  private static final List<String> PEOPLE = new ArrayList<>();
  private static final List<String> TAGS = new ArrayList<>();
  private static final List<String> EVENTS = new ArrayList<>();
  private static final List<String> INVOICES = new ArrayList<>();
  private static final List<String> LEADS = new ArrayList<>();

  /** Who is meant to be where: {@code scheme.segment} of each id. */
  private static final Map<String, List<String>> MEANT = new LinkedHashMap<>();

  private static Map<String, Map<String, String>> found;
  private static Map<String, Row> features;
  private static Computed computed;

  @BeforeAll
  static void make_a_base_of_one_of_each() throws IOException {
    lifecycle();
    value();
    kinds();
    time();
    goods();
    payers();
    contacts();
    attributes();
    leads();
    computed = shop().compute();
    found = segments(computed.table(CustomerTables.SEGMENTS), CustomerTables.CUSTOMER_ID);
    found.putAll(segments(computed.table(LeadTables.SEGMENTS), "lead_id"));
    features = new HashMap<>();
    for (Row row : computed.table(CustomerTables.FEATURES).collectAsList()) {
      features.put(row.getAs(CustomerTables.CUSTOMER_ID), row);
    }
  }

  @Test
  void all_of_them_run() throws IOException {
    assertThat(computed.skipped()).isEmpty();
    assertThat(found.values().stream().flatMap(of -> of.keySet().stream())).containsAll(names());
  }

  @Test
  void everybody_is_where_he_was_meant_to_be() {
    Map<String, String> wrong = new TreeMap<>();
    MEANT.forEach(
        (id, places) ->
            places.forEach(
                place -> {
                  String[] parts = place.split("\\.");
                  String is = found.get(id).get(parts[0]);
                  if (!parts[1].equals(is)) {
                    wrong.put(id + " in " + parts[0], is + ", not " + parts[1]);
                  }
                }));

    assertThat(wrong).isEmpty();
  }

  @Test
  void every_segment_of_a_ruled_scheme_has_somebody() {
    Set<String> empty = new TreeSet<>();
    for (Scheme scheme : computed.base().plan().selection().schemes()) {
      if (scheme.file().attribute() == null) {
        Set<String> there = new TreeSet<>();
        found.values().forEach(of -> there.add(String.valueOf(of.get(scheme.name()))));
        for (SegmentRule segment : scheme.file().allSegments()) {
          boolean asked = segment.when() != null || scheme.file().population() != Population.ALL;
          if (asked && !there.contains(segment.name())) {
            empty.add(scheme.name() + "." + segment.name());
          }
        }
      }
    }

    // What everybody is asked about has no rest, and a permission that is not told is none.
    assertThat(empty)
        .containsExactly("contactability.unknown", "liveness.unknown", "solvency.unknown");
  }

  @Test
  void schemes_of_values_have_the_values_as_segments() {
    Map<String, Set<String>> values = new TreeMap<>();
    for (Map<String, String> of : found.values()) {
      for (String scheme :
          List.of("geography", "geography_city", "owners", "affinity", "interests", "device")) {
        if (of.containsKey(scheme)) {
          values.computeIfAbsent(scheme, s -> new TreeSet<>()).add(of.get(scheme));
        }
      }
    }

    assertThat(values)
        .containsEntry("geography", Set.of("PL", "DE", "unknown"))
        .containsEntry("geography_city", Set.of("Łódź", "unknown"))
        .containsEntry("owners", Set.of("south", "unknown"))
        .containsEntry("affinity", Set.of("tea", "tools", "unknown"))
        .containsEntry("interests", Set.of("golf", "unknown"))
        .containsEntry("device", Set.of("phone", "unknown"));
  }

  /** The 25 cells and the floor, from the definition and not from the file. */
  @Test
  void the_names_of_rfm_follow_from_scores_that_are_counted_anew() {
    Map<String, Integer> recency = scores(row -> -(long) row.<Long>getAs("recency_days"));
    Map<String, Integer> frequency = scores(row -> row.<Long>getAs("frequency"));
    Map<String, Integer> money =
        scores(row -> row.<java.math.BigDecimal>getAs("monetary").unscaledValue().longValueExact());
    Set<String> names = new TreeSet<>();

    recency.forEach(
        (id, r) -> {
          long orders = features.get(id).getAs("frequency");
          int f = frequency.get(id);
          String plain = named(r, f, orders);
          String valued = named(r, (f + money.get(id) + 1) / 2, orders);
          names.add(plain);
          assertThat(found.get(id))
              .as("%s with R%d F%d M%d and %d orders", id, r, f, money.get(id), orders)
              .containsEntry("rfm", plain)
              .containsEntry("rfm_value", valued);
        });
    assertThat(names).hasSize(10);
  }

  private static String named(int r, int f, long orders) {
    boolean floor = orders >= 4;
    if (r == 5) {
      return f >= 4 && floor ? "champion" : f >= 2 ? "potential_loyalist" : "new_customer";
    }
    if (r == 4) {
      return f >= 4 && floor ? "loyal" : f >= 2 ? "potential_loyalist" : "promising";
    }
    if (r == 3) {
      return f >= 4 && floor ? "loyal" : f == 3 ? "need_attention" : "about_to_sleep";
    }
    return f == 5 && floor ? "cannot_lose" : f >= 3 ? "at_risk" : "hibernating";
  }

  /** 1 + floor(5 · share of the buyers strictly below), at most 5. */
  private static Map<String, Integer> scores(ToLongFunction<Row> value) {
    List<Row> buyers =
        features.values().stream().filter(row -> row.<Long>getAs("frequency") > 0).toList();
    Map<String, Integer> scores = new TreeMap<>();
    for (Row one : buyers) {
      long below =
          buyers.stream()
              .filter(other -> value.applyAsLong(other) < value.applyAsLong(one))
              .count();
      scores.put(
          one.getAs(CustomerTables.CUSTOMER_ID), (int) Math.min(5, 1 + 5 * below / buyers.size()));
    }
    return scores;
  }

  private static void lifecycle() {
    int[] recencies = {10, 70, 200};
    String[] columns = {"active", "sleeping", "lost"};
    for (int i = 0; i < 3; i++) {
      buys("new" + i, "lifecycle_9.new_" + columns[i]).order(recencies[i], "20");
      buys("promising" + i, "lifecycle_9.promising_" + columns[i])
          .order(recencies[i], "20")
          .order(recencies[i] + 1, "20");
      buys("regular" + i, "lifecycle_9.regular_" + columns[i])
          .order(recencies[i], "20")
          .order(recencies[i] + 1, "20")
          .order(recencies[i] + 2, "20")
          .order(recencies[i] + 3, "20");
    }
    buys("returner", "lifecycle_9.no_purchase", "rfm.no_purchase", "profit_loyalty.no_purchase")
        .order(10, "-5");
  }

  /** Thirteen orders of 10,000 are worth more than all others together. */
  private static void value() {
    Buyer whale =
        buys(
            "whale",
            "customer_types.gold",
            "vip_regular_problem.vip",
            "profit_loyalty.profitable_loyal",
            "value_loyalty.high_value_loyal",
            "intensity.heavy",
            "abc.a",
            "abc_margin.a",
            "tenure.established");
    for (int month = 0; month < 13; month++) {
      whale.order(5 + 28 * month, "10000");
    }
    buys(
            "once_big",
            "value_loyalty.high_value_disloyal",
            "profit_loyalty.profitable_disloyal",
            "abc.b",
            "abc_margin.b",
            "vip_regular_problem.regular")
        .order(300, "14000");
    regularly("steady", "10", "5", "profit_loyalty.profitable_loyal", "customer_types.loyal")
        .meant("value_loyalty.low_value_loyal");
    regularly("dear", "60", "90", "profit_loyalty.unprofitable_loyal");
    buys("loss", "profit_loyalty.unprofitable_disloyal", "value_loyalty.low_value_disloyal")
        .line(200, "50", "70", 1, "p0");
    buys("gone", "profit_loyalty.lapsed", "tenure.established").order(400, "50");
    buys("young", "profit_loyalty.too_early", "value_loyalty.too_early", "tenure.recent")
        .order(10, "50");
    buys("unpriced", "profit_loyalty.cost_unknown").line(200, "50", "", 1, "p0");
  }

  private static void kinds() {
    buys("abuser", "customer_types.bad", "vip_regular_problem.problem").order(200, "50");
    TAGS.add("abuser,abusive,2024-06-01");
    buys("sleeper", "customer_types.sleeping").order(180, "50").order(190, "50").order(200, "50");
    buys("leader", "customer_types.lead_user").order(200, "50");
    TAGS.add("leader,lead_user,2024-06-01");
    Buyer pioneer = buys("pioneer", "customer_types.pioneer");
    for (String launched : List.of("n1", "n2", "n3")) {
      pioneer.line(110, "50", "25", 1, launched);
      for (int follower = 0; follower < 4; follower++) {
        buys("follower" + follower).line(30, "50", "25", 1, launched);
      }
    }
    buys("tiny", "customer_types.small", "abc.c", "abc_margin.c").order(100, "1");
    buys("fresh", "customer_types.other").order(10, "50");
  }

  private static void time() {
    buys("old", "tenure.long_standing", "usage_status.former").order(800, "50");
    buys("light", "intensity.light").order(200, "50");
    Buyer medium = buys("medium", "intensity.medium", "usage_status.regular");
    for (int order = 0; order < 7; order++) {
      medium.order(20 + 50 * order, "50");
    }
    buys("rare", "usage_status.occasional").order(20, "50").order(120, "50");
    buys("newbie", "usage_status.newbie").order(20, "50");
    person("stranger", "usage_status.potential");
    Buyer patron = buys("patron", "rfm.cannot_lose", "rfm_value.cannot_lose");
    for (int order = 0; order < 6; order++) {
      patron.order(500 + order, "100");
    }
    // Scores need people between the extremes.
    for (int i = 0; i < 60; i++) {
      Buyer buyer = buys("filler" + i).order(3 + 7 * i, "50").order(4 + 7 * i, "50");
      if (i % 4 > 0) {
        buyer.order(5 + 7 * i, "50");
      }
    }
    seasons("winter", "2024-01-05", "2024-01-15", "2024-02-05");
    seasons("spring", "2024-03-05", "2024-04-15", "2024-05-05");
    seasons("summer", "2024-06-05", "2024-07-15", "2024-08-05");
    seasons("autumn", "2024-09-05", "2024-10-15", "2024-11-05");
    seasons("all_year", "2024-01-05", "2024-04-15", "2024-07-05");
    buys("seldom", "occasion.too_few").order(50, "50");
  }

  private static void goods() {
    buys("single", "purchase_volume.retail").line(50, "50", "25", 1, "p0");
    buys("dozen", "purchase_volume.small_wholesale").line(50, "50", "25", 3, "p0");
    buys("pallet", "purchase_volume.wholesale").line(50, "50", "25", 6, "p0");
    LINES.add("q1,uncounted," + day(50) + ",50,,p0,25,s1,web");
    meant("uncounted", "purchase_volume.unknown");
    brands("constant", "pa", "pa", "pa");
    brands("occasional", "pa", "pa", "pb", "pc");
    brands("switching", "pa", "pb", "pc");
    brands("too_few", "pa");
    for (int i = 0; i < 4; i++) {
      LINES.add("q2,shopper" + i + "," + day(50) + ",50,1,t1,25,s2,till");
      meant("shopper" + i, "affinity.tools", "store_group.s2", "purchase_channels.till");
    }
  }

  private static void payers() {
    person("cash", "solvency.no_credit");
    invoice("debtor", "solvency.bad_debt", "2024-05-01", "2024-06-01", "100", "", false);
    invoice("slow", "solvency.slow", "2024-05-01", "2024-06-01", "100", "2024-06-21", false);
    invoice("prompt", "solvency.prompt", "2024-05-01", "2024-06-01", "100", "2024-05-20", false);
    invoice("paused", "solvency.slow", "2022-05-01", "2022-06-01", "100", "2022-07-11", false);
    invoice("disputing", "solvency.prompt", "2024-05-01", "2024-06-01", "100", "", true);
    invoice("credited", "solvency.prompt", "2024-05-01", "2024-06-01", "100", "", false);
    invoice("credited", "solvency.prompt", "2024-06-01", "2024-06-01", "-100", "", false);
    invoice("in_part", "solvency.bad_debt", "2024-05-01", "2024-06-01", "100", "", false);
    invoice("in_part", "solvency.bad_debt", "2024-06-01", "2024-06-01", "-99", "", false);
  }

  private static void contacts() {
    person("caller", "contactability.personal").may("call").phone();
    person("numberless", "contactability.unreachable", "liveness.unreachable").may("call");
    person("mailer", "contactability.digital").may("call").may("email").email();
    person("writer", "contactability.indirect").may("letter");
    buys("engaged", "liveness.active").order(10, "50");
    person("engaged").may("letter");
    event("engaged", 5, "email_click");
    buys("silent", "liveness.silent_buyer").order(10, "50");
    person("silent").may("letter");
    buys("semi", "liveness.semi_active").order(200, "50");
    person("semi").may("letter");
    event("semi", 5, "email_click");
    buys("passive", "liveness.passive").order(200, "50");
    person("passive").may("letter");
    buys("filled", "funnel_stage.cart").order(50, "50");
    event("filled", 5, "cart");
    buys("emptied", "funnel_stage.bought").order(3, "50");
    event("emptied", 5, "cart");
    buys("again", "funnel_stage.paying_again").order(50, "50").order(60, "50");
    person("looker", "funnel_stage.tried");
    event("looker", 5, "site_visit");
    person("signed", "funnel_stage.registered");
  }

  private static void attributes() {
    int[] ages = {10, 20, 30, 40, 50, 60, 70};
    String[] bands = {"under_18", "from_18", "from_25", "from_35", "from_45", "from_55", "from_65"};
    for (int i = 0; i < ages.length; i++) {
      person("aged" + ages[i], "age_band." + bands[i]).born(2025 - ages[i] - 1 + "-06-15");
    }
    person("ageless", "age_band.unknown");
    // An attribute's value is a segment from one hundredth of the customers.
    for (int i = 0; i < 3; i++) {
      described("described" + i);
      person("german" + i, "geography.DE").country("DE");
    }
  }

  private static void described(String id) {
    person(
            id,
            "geography.PL",
            "geography_region.lodzkie",
            "geography_city.Łódź",
            "geography_district.Bałuty",
            "gender_group.f",
            "education_level.master",
            "occupation_group.nurse",
            "income.high",
            "household.4",
            "owners.south",
            "acquisition.fair",
            "interests.golf",
            "buying_stages.compares",
            "device.phone")
        .described();
    TAGS.add(id + ",interest:golf,2024-06-01");
    TAGS.add(id + ",stage:compares,2024-06-01");
    EVENTS.add(id + ",," + day(5) + " 10:00:00,site_visit,in,phone");
  }

  private static void leads() {
    lead("alien", "false", "", "disqualified", "readiness.alien", "usage_status.non_user");
    lead("won", "true", "", "won", "readiness.won_unmatched");
    lead("lost", "true", "", "lost", "readiness.lost_lead", "usage_status.non_user");
    lead("met", "true", "2024-12-20", "", "readiness.near_customer");
    lead("hot", "true", "", "", "readiness.hot_lead");
    lead("warm", "true", "", "", "readiness.warm_lead");
    lead("cold", "true", "", "", "readiness.cold_lead", "lead_sources.fair");
    lead("asks", "", "", "", "readiness.enquirer", "usage_status.potential");
    for (int i = 0; i < 3; i++) {
      EVENTS.add(",hot," + day(1) + " 10:00:00,cart,in,");
    }
    EVENTS.add(",warm," + day(1) + " 10:00:00,cart,in,");
    EVENTS.add(",met," + day(1) + " 10:00:00,email_open,in,");
    EVENTS.add(",cold," + day(1) + " 10:00:00,email_open,in,");
  }

  private record Buyer(String id) {
    Buyer order(int back, String amount) {
      boolean whole = amount.startsWith("-");
      String cost =
          whole
              ? ""
              : new java.math.BigDecimal(amount)
                  .divide(java.math.BigDecimal.valueOf(2))
                  .toPlainString();
      return line(back, amount, cost, 1, "p0");
    }

    Buyer line(int back, String amount, String cost, int units, String product) {
      LINES.add(
          String.join(
              ",",
              "o" + LINES.size(),
              id,
              day(back),
              amount,
              Integer.toString(units),
              product,
              cost,
              "s1",
              "web"));
      return this;
    }

    Buyer meant(String... places) {
      EverySchemeTest.meant(id, places);
      return this;
    }
  }

  private static Buyer buys(String id, String... places) {
    meant(id, places);
    return new Buyer(id);
  }

  /** On four days in three periods of 90 days. */
  private static Buyer regularly(String id, String amount, String cost, String... places) {
    Buyer buyer = buys(id, places);
    for (int back : new int[] {10, 80, 150, 240}) {
      buyer.line(back, amount, cost, 1, "p0");
    }
    return buyer;
  }

  private static void seasons(String season, String... days) {
    Buyer buyer = buys("in_" + season, "occasion." + season);
    for (String day : days) {
      buyer.order((int) (AS_OF.toEpochDay() - LocalDate.parse(day).toEpochDay()), "50");
    }
  }

  private static void brands(String kind, String... products) {
    Buyer buyer = buys("brand_" + kind, "brand_loyalty." + kind);
    for (int i = 0; i < products.length; i++) {
      buyer.line(50 + i, "50", "25", 1, products[i]);
    }
  }

  private static void invoice(
      String id,
      String place,
      String issued,
      String due,
      String amount,
      String paid,
      boolean disputed) {
    if (!MEANT.containsKey(id)) {
      person(id, place);
    }
    INVOICES.add(
        String.join(
            ",", "i" + INVOICES.size(), id, issued, due, amount, paid, Boolean.toString(disputed)));
  }

  private static void event(String id, int back, String type) {
    EVENTS.add(id + ",," + day(back) + " 10:00:00," + type + ",in,");
  }

  private static void lead(String id, String told, String met, String outcome, String... places) {
    meant(id, places);
    LEADS.add(
        String.join(
            ",",
            id,
            "2024-12-01 09:00:00",
            told,
            told,
            told,
            met,
            outcome,
            outcome.isEmpty() ? "" : "2024-12-10 09:00:00",
            id.equals("cold") ? "fair" : ""));
  }

  /** A row of the customers source, which later calls complete. */
  private static final class Person {
    private static final List<String> COLUMNS =
        List.of(
            "customer_id",
            "email",
            "phone",
            "call",
            "mail",
            "letter",
            "birth",
            "country",
            "region",
            "city",
            "district",
            "gender",
            "education",
            "occupation",
            "income",
            "household",
            "owner",
            "channel");

    private final int row;
    private final Map<String, String> values = new HashMap<>();

    Person(String id) {
      row = PEOPLE.size();
      PEOPLE.add("");
      set("customer_id", id);
    }

    Person set(String column, String value) {
      values.put(column, value);
      PEOPLE.set(
          row,
          String.join(",", COLUMNS.stream().map(name -> values.getOrDefault(name, "")).toList()));
      return this;
    }

    Person may(String channel) {
      return set(channel.equals("email") ? "mail" : channel, "true");
    }

    Person phone() {
      return set("phone", "123");
    }

    Person email() {
      return set("email", "a@shop.example");
    }

    Person born(String day) {
      return set("birth", day);
    }

    Person country(String country) {
      return set("country", country);
    }

    void described() {
      country("PL")
          .set("region", "lodzkie")
          .set("city", "Łódź")
          .set("district", "Bałuty")
          .set("gender", "f")
          .set("education", "master")
          .set("occupation", "nurse")
          .set("income", "high")
          .set("household", "4")
          .set("owner", "south")
          .set("channel", "fair");
    }
  }

  private static Person person(String id, String... places) {
    meant(id, places);
    return new Person(id);
  }

  private static void meant(String id, String... places) {
    MEANT.computeIfAbsent(id, one -> new ArrayList<>()).addAll(List.of(places));
  }

  private static String day(int back) {
    return AS_OF.minusDays(back).toString();
  }

  private static Map<String, Map<String, String>> segments(Dataset<Row> rows, String id) {
    Map<String, Map<String, String>> segments = new TreeMap<>();
    for (Row row : rows.collectAsList()) {
      Map<String, String> own = new TreeMap<>();
      for (String column : row.schema().fieldNames()) {
        own.put(column, String.valueOf(row.<Object>getAs(column)));
      }
      segments.put(row.getAs(id), own);
    }
    return segments;
  }

  private static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(SharedData.home().resolve("conf/schemes"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }

  private static Shop shop() throws IOException {
    return new Shop(directory)
        .yaml(
            """
            base: zoo
            currency: EUR
            time_zone: UTC
            as_of: 2025-01-01
            lake: %%1$s/lake
            data: %%1$s
            sources:
              transactions:
                format: csv
                path: lines
                options: {header: true}
                schema: >-
                  order_id STRING, customer_id STRING, day DATE, amount DECIMAL(12,2), units INT,
                  product STRING, cost DECIMAL(12,2), store STRING, channel STRING
                columns:
                  order_id: order_id
                  customer_id: customer_id
                  ordered_at: day
                  revenue: amount
                  quantity: units
                  product_id: product
                  cost: cost
                  store: store
                  channel: channel
              customers:
                format: csv
                path: customers.csv
                options: {header: true}
                schema: >-
                  customer_id STRING, email STRING, phone STRING, call BOOLEAN, mail BOOLEAN,
                  letter BOOLEAN, birth DATE, country STRING, region STRING, city STRING,
                  district STRING, gender STRING, education STRING, occupation STRING, income STRING,
                  household STRING, owner STRING, channel STRING
                columns:
                  customer_id: customer_id
                  email: email
                  phone: phone
                  permission_call: call
                  permission_email: mail
                  permission_letter: letter
                  birth_date: birth
                  country: country
                  region: region
                  city: city
                  district: district
                  gender: gender
                  education: education
                  occupation: occupation
                  income_band: income
                  household_size: household
                  owner: owner
                  acquisition_channel: channel
              tags:
                format: csv
                path: tags.csv
                options: {header: true}
                schema: customer_id STRING, tag STRING, set_on DATE
                columns: {customer_id: customer_id, tag: tag, set_on: set_on}
              products:
                format: csv
                path: products.csv
                options: {header: true}
                schema: product_id STRING, category STRING, brand STRING, launched DATE
                columns:
                  {product_id: product_id, category: category, brand: brand, launched_on: launched}
              receivables:
                format: csv
                path: receivables.csv
                options: {header: true}
                schema: >-
                  invoice_id STRING, customer_id STRING, issued DATE, due DATE, amount DECIMAL(12,2),
                  paid DATE, disputed BOOLEAN
                columns:
                  invoice_id: invoice_id
                  customer_id: customer_id
                  issued_on: issued
                  due_on: due
                  amount: amount
                  paid_on: paid
                  disputed: disputed
              interactions:
                format: csv
                path: interactions.csv
                options: {header: true}
                schema: >-
                  customer_id STRING, lead_id STRING, at TIMESTAMP, type STRING, direction STRING,
                  device STRING
                columns:
                  customer_id: customer_id
                  lead_id: lead_id
                  happened_at: at
                  type: type
                  direction: direction
                  device: device
              leads:
                format: csv
                path: leads.csv
                options: {header: true}
                schema: >-
                  lead_id STRING, created TIMESTAMP, contact BOOLEAN, intent BOOLEAN, budget BOOLEAN,
                  met DATE, outcome STRING, closed TIMESTAMP, source STRING
                columns:
                  lead_id: lead_id
                  created_at: created
                  has_contact: contact
                  has_intent: intent
                  has_budget: budget
                  met_on: met
                  outcome: outcome
                  closed_at: closed
                  source: source
            gates: {max_quarantined_share: 0}
            schemes: [%s]
            """
                .formatted(String.join(", ", names())))
        .lines(
            "a.csv",
            with("order_id,customer_id,day,amount,units,product,cost,store,channel", LINES))
        .file("customers.csv", text(String.join(",", Person.COLUMNS), PEOPLE))
        .file("tags.csv", text("customer_id,tag,set_on", TAGS))
        .file(
            "products.csv",
            text(
                "product_id,category,brand,launched",
                List.of(
                    "p0,tea,,",
                    "pa,tea,A,",
                    "pb,tea,B,",
                    "pc,tea,C,",
                    "t1,tools,,",
                    "n1,tea,,2024-09-01",
                    "n2,tea,,2024-09-01",
                    "n3,tea,,2024-09-01")))
        .file(
            "receivables.csv",
            text("invoice_id,customer_id,issued,due,amount,paid,disputed", INVOICES))
        .file("interactions.csv", text("customer_id,lead_id,at,type,direction,device", EVENTS))
        .file(
            "leads.csv",
            text("lead_id,created,contact,intent,budget,met,outcome,closed,source", LEADS));
  }

  private static String[] with(String header, List<String> rows) {
    return Stream.concat(Stream.of(header), rows.stream()).toArray(String[]::new);
  }

  private static String text(String header, List<String> rows) {
    return String.join("\n", with(header, rows)) + "\n";
  }
}

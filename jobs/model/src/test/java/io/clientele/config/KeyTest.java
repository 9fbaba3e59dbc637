package io.clientele.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every key of the configuration, changed in turn. */
class KeyTest {
  private static final String RICH =
      """
      base: shop
      currency: EUR
      lake: lake
      sources:
        transactions:
          format: csv
          path: lines
          schema: a STRING
          options: {multiLine: true}
          lookups: {head: {format: csv, path: heads, schema: k STRING, key: k, on: a}}
          columns: {order_id: o, customer_id: c, ordered_at: d, revenue: r, transaction_id: t}
      score_sets: {local: {within: country}, frozen: {edges_as_of: 2024-01-01}}
      clusters: {seeds: 3}
      schemes: [abc]
      parameters: {abc: {a_until: 0.8}}
      """;

  private static final String FILES = "format: csv, path: p, schema: x STRING";
  private static final List<String> IDS = List.of("customer_id", "transaction_id");
  private static final String DATABASE = "{url: 'jdbc:postgresql://h/d'}";
  private static final String FIXED = "={method: fixed, edges: [1, 2, 3, 4]}";

  /** What has to be so before a key can be changed at all. */
  private static final Map<String, List<String>> BEFORE = new HashMap<>();

  /** Other values than those that the type suggests. */
  private static final Map<String, String> VALUES = new HashMap<>();

  static {
    for (String section : List.of("scores", "score_sets.local")) {
      for (String feature : List.of("recency", "frequency", "monetary")) {
        String at = section + "." + feature;
        BEFORE.put(at + ".edges", List.of(at + FIXED));
        VALUES.put(at + ".edges", "[1, 2, 3, 9]");
        VALUES.put(at + ".method", at + FIXED);
      }
    }
    BEFORE.put("revenue_basis.tax_rate", List.of("revenue_basis={tax: included, tax_rate: 0.1}"));
    VALUES.put("revenue_basis.tax", "revenue_basis={tax: included, tax_rate: 0.1}");
    VALUES.put("features.windows_days", "[365, 30]");
    VALUES.put("connections.shop.url", "jdbc:postgresql://h/other");
    VALUES.put("base", "other");
    VALUES.put("currency", "PLN");
    VALUES.put("time_zone", "Europe/Warsaw");
    VALUES.put("plausible_dates.to", "2099-01-01");
    VALUES.put("score_sets.frozen.set", "local");
    VALUES.put("clusters.features", "[frequency]");
    VALUES.put("clusters.transforms.frequency.clip", "[0.1, 0.9]");
    VALUES.put("clusters.k.from", "4");
    VALUES.put("clusters.k.to", "9");
    VALUES.put("clusters.method", "gaussian_mixture");
    VALUES.put("schemes", "[abc, rfm]");
  }

  private final List<String> wrong = new ArrayList<>();
  private int changed;

  @Test
  void every_key_changes_the_fingerprint_or_says_why_not() {
    visit("", BaseConfig.KEYS, true, List.of());

    assertThat(wrong).isEmpty();
    assertThat(changed).isGreaterThan(200);
  }

  private void visit(String path, Keys keys, boolean effect, List<String> before) {
    boolean here = effect && keys.withoutEffect() == null;
    for (Key key : keys.keys()) {
      change(path, key, here && key.withoutEffect() == null, before);
    }
    for (Keys below : keys.sections()) {
      section(path.isEmpty() ? below.name() : path + "." + below.name(), below, here, before);
    }
  }

  private void section(String path, Keys keys, boolean effect, List<String> before) {
    if (path.matches("sources\\.\\w+")) {
      String one = source(keys);
      boolean written = path.endsWith(".transactions");
      visit(path, withoutParts(keys), effect, written ? before : List.of(path + "=" + one));
      List<String> parts = List.of(path + "={parts: {one: " + one + "}}");
      keys.below("parts").ifPresent(part -> visit(path + ".parts.one", part, effect, parts));
    } else if (path.endsWith(".lookups")) {
      if (path.equals("sources.transactions.lookups")) {
        visit(path + ".head", keys, effect, before);
      }
    } else if (path.equals("score_sets")) {
      visit("score_sets.local", only(keys, true), effect, before);
      visit("score_sets.frozen", only(keys, false), effect, before);
    } else if (path.equals("clusters.transforms")) {
      visit(path + ".frequency", keys, effect, before);
    } else if (path.equals("connections")) {
      visit(path + ".shop", keys, effect, List.of(path + "={shop: " + DATABASE + "}"));
    } else if (path.equals("parameters")) {
      visit("parameters.abc", keys, effect, before);
    } else {
      visit(path, keys, effect, before);
    }
  }

  /** A set has edges of its own, or those of a snapshot. */
  private static Keys only(Keys set, boolean own) {
    List<String> frozen = List.of("edges_as_of", "set");
    List<Key> keys = set.keys().stream().filter(key -> frozen.contains(key.name()) != own).toList();
    return Keys.of(set.name(), set.meaning()).and(keys, own ? set.sections() : List.of());
  }

  private static Keys withoutParts(Keys source) {
    return Keys.of(source.name(), source.meaning())
        .and(
            source.keys(),
            source.sections().stream().filter(s -> !s.name().equals("parts")).toList());
  }

  private static String source(Keys source) {
    Keys columns = source.below("columns").orElseThrow();
    String mapped =
        columns.keys().stream()
            .filter(key -> key.required() || IDS.contains(key.name()))
            .map(key -> key.name() + ": x")
            .collect(Collectors.joining(", "));
    return "{" + FILES + ", columns: {" + mapped + "}}";
  }

  private void change(String path, Key key, boolean effect, List<String> before) {
    String at = name(path, key);
    if (at.equals("config_version")) {
      // There is one value.
      return;
    }
    List<String> prepared = new ArrayList<>(before);
    prepared.addAll(BEFORE.getOrDefault(at, List.of()));
    List<String> then = new ArrayList<>(prepared);
    if (key.name().equals("table")) {
      then.add(placed("table: a.b", path, before));
    } else if (key.name().equals("connection")) {
      prepared.add("connections={a: " + DATABASE + ", b: " + DATABASE + "}");
      prepared.add(placed("format: jdbc, path: p, connection: a", path, before));
      then.clear();
      then.addAll(prepared);
      then.add(at + "=b");
    } else {
      String value = VALUES.getOrDefault(at, value(key));
      then.add(value.contains("={") ? value : at + "=" + value);
    }
    try {
      String first = BaseConfig.parse("x", RICH, prepared).fingerprint();
      String second = BaseConfig.parse("x", RICH, then).fingerprint();
      if (first.equals(second) == effect) {
        wrong.add(at + (effect ? " changes nothing" : " changes the fingerprint"));
      }
      changed++;
    } catch (RuntimeException e) {
      wrong.add(at + ": " + e.getMessage());
    }
  }

  /** The section with another place than files. */
  private static String placed(String place, String path, List<String> before) {
    if (path.endsWith("lookups.head")) {
      return path + "={" + place + ", key: k, on: a}";
    }
    return before.isEmpty()
        ? path
            + "={"
            + place
            + ", columns: {order_id: o, customer_id: c, ordered_at: d, revenue: r}}"
        : before.get(0).replace(FILES, place);
  }

  private static String name(String path, Key key) {
    String own =
        switch (key.name()) {
          case "TYPE" -> "call";
          case "NAME" -> "card";
          case "OPTION" -> "sep";
          case "PARAMETER" -> "a_until";
          case "spark.NAME" -> "a";
          default -> key.name();
        };
    return path.isEmpty() ? own : path + "." + own;
  }

  private static String value(Key key) {
    return switch (key.type()) {
      case TEXT, EXPRESSION, RULE -> key.name().equals("format") ? "json" : "z";
      case INTEGER -> {
        int next =
            key.absent() == null ? key.allowed().least() + 1 : Integer.parseInt(key.absent()) - 1;
        yield Integer.toString(
            Math.max(key.allowed().least(), Math.min(key.allowed().most(), next)));
      }
      case NUMBER, AMOUNT -> "7";
      case SHARE -> "0.25";
      case DATE -> "2023-03-04";
      case FLAG -> Boolean.toString(!Boolean.parseBoolean(key.absent()));
      case WORD ->
          key.allowed().words().stream()
              .filter(word -> !word.equals(key.absent()) && !word.equals("csv"))
              .findFirst()
              .orElseThrow();
      case TEXTS -> "[z]";
      case INTEGERS, NUMBERS -> "[7]";
    };
  }
}

package io.clientele.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.feature.Feature;
import io.clientele.feature.FeatureType;
import io.clientele.feature.Layer;
import io.clientele.rule.Expr;
import io.clientele.rule.Vocabulary;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeFile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random schemes against every customer of a small world: a count {@code n}, a count {@code m} that
 * may be missing, a flag that may be missing, another scheme with three segments, and a tag. What
 * the world shows the compiler must find, and what the compiler shows must be so.
 */
class ProofPropertyTest {
  private static final int MOST = 9;
  private static final List<String> SEGMENTS = List.of("red", "green", "blue");
  private static final Vocabulary WORDS =
      Vocabulary.ofCustomers(
              List.of(
                  feature("n", FeatureType.INTEGER, false),
                  feature("m", FeatureType.INTEGER, true),
                  feature("flag", FeatureType.FLAG, true)))
          .with("colour", SEGMENTS);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void overlaps_gaps_and_reach_are_those_of_every_customer(int seed) {
    Random random = new Random(seed);
    List<Map<String, @Nullable Object>> world = world();
    for (int round = 0; round < 25; round++) {
      Scheme scheme = scheme(random);
      SchemeAnalysis proof = SchemeAnalysis.of(scheme);
      List<Expr> rules = scheme.rules().stream().map(Scheme.Rule::condition).toList();
      Set<List<Integer>> outcomes =
          world.stream().map(customer -> holding(rules, customer)).collect(Collectors.toSet());

      assertThat(proof.open()).as(scheme.file().definition().toString()).isEmpty();
      confirm(proof, rules, scheme);
      complete(proof, outcomes, rules.size(), scheme);
    }
  }

  /** What the compiler shows is so: its witnesses, tried by the oracle. */
  private static void confirm(SchemeAnalysis proof, List<Expr> rules, Scheme scheme) {
    for (Finding finding : proof.findings()) {
      if (finding.kind() == Finding.Kind.OVERLAP || finding.kind() == Finding.Kind.GAP) {
        List<Integer> holding = holding(rules, customer(finding.witness()));
        String about = finding + " of " + scheme.file().definition();
        if (finding.kind() == Finding.Kind.GAP) {
          assertThat(holding).as(about).isEmpty();
        } else {
          assertThat(holding.stream().map(i -> "s" + i)).as(about).containsAll(finding.segments());
        }
      }
    }
  }

  /** What the world shows the compiler found, and what it calls dead is dead in the world. */
  private static void complete(
      SchemeAnalysis proof, Set<List<Integer>> outcomes, int rules, Scheme scheme) {
    String about = scheme.file().definition().toString();
    Set<String> dead =
        proof.findings().stream()
            .filter(
                f ->
                    f.kind() == Finding.Kind.UNREACHABLE
                        || f.kind() == Finding.Kind.CONTRADICTION
                        || f.kind() == Finding.Kind.SWITCHED_OFF)
            .map(f -> f.segments().get(f.segments().size() - 1))
            .collect(Collectors.toSet());
    for (int i = 0; i < rules; i++) {
      int rule = i;
      boolean won = outcomes.stream().anyMatch(o -> !o.isEmpty() && o.get(0) == rule);
      assertThat(dead.contains("s" + i) && won).as("s" + i + " dead and won: " + about).isFalse();
      // The numbers of the rules are small: who can be found at all is found below MOST.
      assertThat(won || dead.contains("s" + i)).as("s" + i + " alive: " + about).isTrue();
      for (int j = i + 1; j < rules; j++) {
        int other = j;
        boolean both = outcomes.stream().anyMatch(o -> o.contains(rule) && o.contains(other));
        boolean told = dead.contains("s" + i) || dead.contains("s" + j);
        boolean found =
            proof.findings().stream()
                .anyMatch(
                    f ->
                        f.kind() == Finding.Kind.OVERLAP
                            && f.segments().equals(List.of("s" + rule, "s" + other)));
        assertThat(found).as("s" + i + " and s" + j + ": " + about).isEqualTo(both && !told);
      }
    }
    assertThat(proof.findings().stream().anyMatch(f -> f.kind() == Finding.Kind.GAP))
        .as("gap: " + about)
        .isEqualTo(outcomes.contains(List.<Integer>of()));
  }

  private static List<Integer> holding(
      List<Expr> rules, Map<String, ? extends @Nullable Object> customer) {
    Oracle oracle = new Oracle(customer);
    List<Integer> holding = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      if (oracle.holds(rules.get(i))) {
        holding.add(i);
      }
    }
    return holding;
  }

  private static List<Map<String, @Nullable Object>> world() {
    List<Map<String, @Nullable Object>> world = new ArrayList<>();
    for (int n = 0; n <= MOST; n++) {
      for (int m = -1; m <= MOST; m++) {
        for (int flag = 0; flag < 3; flag++) {
          for (String colour : SEGMENTS) {
            for (boolean tag : new boolean[] {true, false}) {
              Map<String, @Nullable Object> customer = new HashMap<>();
              customer.put("n", BigDecimal.valueOf(n));
              customer.put("m", m < 0 ? null : BigDecimal.valueOf(m));
              customer.put("flag", flag == 2 ? null : flag == 1);
              customer.put("colour", colour);
              customer.put("has_tag('vip')", tag);
              world.add(customer);
            }
          }
        }
      }
    }
    return world;
  }

  private static Map<String, @Nullable Object> customer(Map<String, String> witness) {
    Map<String, @Nullable Object> customer = new LinkedHashMap<>();
    witness.forEach(
        (name, text) ->
            customer.put(
                name,
                switch (text) {
                  case "null" -> null;
                  case "true", "false" -> Boolean.valueOf(text);
                  default ->
                      text.startsWith("'")
                          ? text.substring(1, text.length() - 1)
                          : new BigDecimal(text);
                }));
    return customer;
  }

  private static Scheme scheme(Random random) {
    StringBuilder yaml = new StringBuilder("scheme: test\npopulation: customers\nsegments:\n");
    int rules = 2 + random.nextInt(4);
    for (int i = 0; i < rules; i++) {
      yaml.append("  - name: s").append(i).append("\n    when: \"");
      yaml.append(condition(random, 2)).append("\"\n");
    }
    yaml.append("otherwise: rest\n");
    return Scheme.of(SchemeFile.parse("test.yaml", yaml.toString(), Map.of()), WORDS);
  }

  private static String condition(Random random, int depth) {
    if (depth > 0) {
      String left = condition(random, depth - 1);
      String right = condition(random, depth - 1);
      return switch (random.nextInt(6)) {
        case 0, 1 -> "(" + left + " AND " + right + ")";
        case 2, 3 -> "(" + left + " OR " + right + ")";
        case 4 -> "NOT (" + left + ")";
        default -> condition(random, 0);
      };
    }
    return switch (random.nextInt(8)) {
      case 0 -> "m IS NULL";
      case 1 -> "flag";
      case 2 -> "colour = '" + SEGMENTS.get(random.nextInt(3)) + "'";
      case 3 -> "has_tag('vip')";
      case 4 -> "n IN (" + random.nextInt(5) + ", " + random.nextInt(5) + ")";
      default ->
          number(random)
              + " "
              + List.of("<", "<=", "=", ">=", ">", "<>").get(random.nextInt(6))
              + " "
              + random.nextInt(6);
    };
  }

  private static String number(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> "n + m";
      case 1 -> "coalesce(m, 2)";
      case 2 -> "greatest(n, m)";
      case 3 -> "least(m, 3)";
      case 4 -> "abs(n - m)";
      case 5 -> "m";
      default -> "n";
    };
  }

  private static Feature feature(String name, FeatureType type, boolean nullable) {
    return new Feature(name, type, "", Layer.LINE, List.of(), nullable, "of the test", null);
  }
}

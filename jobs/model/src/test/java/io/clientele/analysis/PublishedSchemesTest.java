package io.clientele.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/**
 * Schemes that are published with code, counted cell by cell without the compiler. The ranges are
 * those of the comments in the scheme files; a cell is the number RFM, such as 543.
 */
class PublishedSchemesTest {

  /** Each range as recency, frequency and money from-to; two digits each. */
  private static final Map<String, String> PACKAGE = new LinkedHashMap<>();

  static {
    PACKAGE.put("champions", "45 45 45");
    PACKAGE.put("loyal_customers", "25 35 35");
    PACKAGE.put("potential_loyalist", "35 13 13");
    PACKAGE.put("new_customers", "45 11 11");
    PACKAGE.put("promising", "34 11 11");
    PACKAGE.put("need_attention", "23 23 23");
    PACKAGE.put("about_to_sleep", "23 12 12");
    PACKAGE.put("at_risk", "12 25 25");
    PACKAGE.put("cant_lose_them", "11 45 45");
    PACKAGE.put("lost", "12 12 12");
  }

  private static final Map<String, String> SCRIPT = new LinkedHashMap<>();

  static {
    SCRIPT.put("champions", "55 55 55");
    SCRIPT.put("potential_loyalist", "35 35 25");
    SCRIPT.put("loyal_customers", "24 24 24");
    SCRIPT.put("promising", "34 13 35");
    SCRIPT.put("new_customers", "45 13 15");
    SCRIPT.put("cant_lose_them", "12 34 45");
    SCRIPT.put("at_risk", "12 25 45");
    SCRIPT.put("need_attention", "13 35 35");
    SCRIPT.put("about_to_sleep", "23 13 14");
    SCRIPT.put("lost", "11 15 15");
  }

  private static final Map<String, List<Integer>> QUARTILES = new LinkedHashMap<>();

  static {
    QUARTILES.put("premium", List.of(334, 443, 444, 344, 434, 433, 343, 333));
    QUARTILES.put("repeat_customer", List.of(244, 234, 232, 332, 143, 233, 243));
    QUARTILES.put(
        "top_spender", List.of(424, 414, 144, 314, 324, 124, 224, 423, 413, 133, 323, 313, 134));
    QUARTILES.put("at_risk", List.of(422, 223, 212, 122, 222, 132, 322, 312, 412, 123, 214));
    QUARTILES.put("inactive", List.of(411, 111, 113, 114, 112, 211, 311));
  }

  @Test
  void the_example_of_an_r_package_covers_some_cells_twice_and_others_never() {
    same("published_rfm_package", predicates(PACKAGE), 5);
  }

  @Test
  void a_script_for_the_same_package_does_too() {
    same("published_rfm_script", predicates(SCRIPT), 5);
  }

  @Test
  void eighteen_of_sixty_four_quartile_codes_have_no_name() {
    Map<String, IntPredicate> rules = new LinkedHashMap<>();
    QUARTILES.forEach((name, codes) -> rules.put(name, codes::contains));

    same("published_quartile_codes", rules, 4);
    assertThat(gap(SchemeCorpusTest.proof("published_quartile_codes"))).contains("18 of 64");
  }

  /** Overlaps, gaps and unreachable segments, with the number of cells, as counted one by one. */
  private static void same(String file, Map<String, IntPredicate> rules, int bins) {
    List<Integer> cells = cells(bins);
    List<String> names = List.copyOf(rules.keySet());
    List<String> unreachable = new ArrayList<>();
    List<String> overlaps = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      int own = j;
      boolean left =
          cells.stream()
              .filter(rules.get(names.get(own))::test)
              .anyMatch(
                  cell -> names.subList(0, own).stream().noneMatch(n -> rules.get(n).test(cell)));
      if (!left) {
        unreachable.add(names.get(j));
      }
    }
    for (int i = 0; i < names.size(); i++) {
      for (int j = i + 1; j < names.size(); j++) {
        IntPredicate first = rules.get(names.get(i));
        IntPredicate both = first.and(rules.get(names.get(j)));
        long shared = cells.stream().filter(both::test).count();
        boolean told = unreachable.contains(names.get(i)) || unreachable.contains(names.get(j));
        if (shared > 0 && !told) {
          overlaps.add(names.get(i) + "+" + names.get(j) + " (" + shared + " of " + cells.size());
        }
      }
    }
    long uncovered =
        cells.stream().filter(c -> rules.values().stream().noneMatch(r -> r.test(c))).count();
    SchemeAnalysis proof = SchemeCorpusTest.proof(file);

    assertThat(
            proof.findings().stream()
                .filter(finding -> finding.kind() == Finding.Kind.UNREACHABLE)
                .map(f -> f.segments().get(f.segments().size() - 1)))
        .containsExactlyElementsOf(unreachable);
    assertThat(
            proof.findings().stream()
                .filter(finding -> finding.kind() == Finding.Kind.OVERLAP)
                .map(
                    f ->
                        String.join("+", f.segments())
                            + f.message().replaceAll(".*( \\(\\d+ of \\d+).*", "$1")))
        .containsExactlyElementsOf(overlaps);
    assertThat(gap(proof)).contains("(" + uncovered + " of " + cells.size() + " score cells)");
  }

  private static String gap(SchemeAnalysis proof) {
    return proof.findings().stream()
        .filter(finding -> finding.kind() == Finding.Kind.GAP)
        .map(Finding::message)
        .findFirst()
        .orElse("");
  }

  private static List<Integer> cells(int bins) {
    List<Integer> cells = new ArrayList<>();
    for (int r = 1; r <= bins; r++) {
      for (int f = 1; f <= bins; f++) {
        for (int m = 1; m <= bins; m++) {
          cells.add(100 * r + 10 * f + m);
        }
      }
    }
    return cells;
  }

  private static Map<String, IntPredicate> predicates(Map<String, String> ranges) {
    Map<String, IntPredicate> predicates = new LinkedHashMap<>();
    ranges.forEach(
        (name, text) -> {
          int[] ends =
              Arrays.stream(text.replace(" ", "").split("")).mapToInt(Integer::parseInt).toArray();
          predicates.put(
              name,
              cell ->
                  within(cell / 100, ends[0], ends[1])
                      && within(cell / 10 % 10, ends[2], ends[3])
                      && within(cell % 10, ends[4], ends[5]));
        });
    return predicates;
  }

  private static boolean within(int score, int from, int to) {
    return from <= score && score <= to;
  }
}

package io.clientele.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.scoring.People.Person;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places, quantiles, rates and scores in groups of every shape, against counting by hand. */
class ScoreReferenceTest {
  private static final List<String> SHARES =
      List.of("0.01", "0.1", "0.25", "0.5", "0.6", "0.8", "0.95");

  @Test
  void places_by_value_agree_with_ranks_and_cumulative_sums_in_every_group() {
    List<Person> people = people();
    List<String> rules = new ArrayList<>();
    for (String feature : List.of("value_rank_share", "value_top_share")) {
      for (String by : List.of("<", "<=", ">", ">=")) {
        SHARES.forEach(share -> rules.add(feature + " " + by + " " + share));
      }
    }
    People base = new People(people, People.floor("0.01", 1), 3);

    Map<String, List<Object>> grouped =
        base.outcome(base.standings(People.set("country"), rules), rules);
    Map<String, List<Object>> whole = base.outcome(base.standings(People.set(null), rules), rules);

    for (Person person : people) {
      for (int i = 0; i < rules.size(); i++) {
        assertThat(grouped.get(person.id()).get(3 + i))
            .as("%s: %s in its group", person, rules.get(i))
            .isEqualTo(holds(rules.get(i), person, group(people, person)));
        assertThat(whole.get(person.id()).get(3 + i))
            .as("%s: %s in the base", person, rules.get(i))
            .isEqualTo(holds(rules.get(i), person, people));
      }
    }
  }

  @Test
  void quantiles_and_rates_of_the_base_agree_with_sorting_and_summing() {
    List<Person> people = people();
    List<String> rules = new ArrayList<>();
    Map<String, ToLongFunction<Person>> features = new TreeMap<>();
    features.put("monetary", Person::monetary);
    features.put("frequency", Person::frequency);
    features.put("recency_days", People::recency);
    for (String feature : features.keySet()) {
      SHARES.forEach(
          share -> rules.add(feature + " >= base_quantile(" + feature + ", " + share + ")"));
    }
    rules.add("value_share < base_median(value_share)");
    rules.add("monetary > base_rate(monetary, frequency)");
    rules.add("monetary > base_rate(monetary, value_365d)");
    People base = new People(people, People.floor("0.01", 1), 3);

    Map<String, List<Object>> grouped =
        base.outcome(base.standings(People.set("country"), rules), rules);

    for (Person person : people) {
      List<Person> buyers = buyers(group(people, person));
      List<Object> told = grouped.get(person.id());
      int at = 3;
      for (String feature : features.keySet()) {
        for (String share : SHARES) {
          Long quantile = quantile(buyers, share, features.get(feature)::applyAsLong);
          assertThat(told.get(at++))
              .as("%s: %s of %s", person, share, feature)
              .isEqualTo(quantile != null && features.get(feature).applyAsLong(person) >= quantile);
        }
      }
      Long median = quantile(buyers, "0.5", Person::value);
      assertThat(told.get(at++))
          .isEqualTo(median != null && person.value() != null && person.value() < median);
      BigDecimal orders = sum(buyers, Person::frequency, 0);
      BigDecimal money = sum(buyers, Person::monetary, 4);
      assertThat(told.get(at++))
          .as("%s: per order", person)
          .isEqualTo(above(person, money, orders));
      BigDecimal values = sum(buyers, Person::value, 4);
      assertThat(told.get(at)).as("%s: per value", person).isEqualTo(above(person, money, values));
    }
  }

  @Test
  void scores_count_the_worse_in_the_group_and_rare_values_are_one_group() {
    List<Person> people = people();
    People base = new People(people, People.floor("0.05", 9), 3);

    ScoreReferences standings = base.standings(People.set("country"), List.of());
    Map<String, List<Object>> told = base.outcome(standings, List.of());

    // 61, 10, 1, 9 and 10 buyers: one has too few to be a group, one has no country.
    assertThat(standings.sets().get(0).grouping().names())
        .containsExactly("equal", "mixed", "negative", "nothing", "other", "unknown");
    for (Person person : people) {
      List<Person> buyers =
          people.stream()
              .filter(p -> pooled(p).equals(pooled(person)) && p.frequency() > 0)
              .toList();
      assertThat(told.get(person.id()))
          .as(person.toString())
          .containsExactly(
              score(person, buyers, p -> -(long) People.recency(p)),
              score(person, buyers, Person::frequency),
              score(person, buyers, Person::monetary));
    }
  }

  @Test
  void with_one_group_the_groups_say_what_the_base_says() {
    List<Person> people =
        people().stream()
            .map(
                p ->
                    new Person(p.id(), p.frequency(), p.monetary(), p.lastDay(), p.value(), "here"))
            .toList();
    List<String> rules =
        List.of(
            "monetary >= 2 * base_rate(monetary, frequency) / 3",
            "monetary * base_quantile(value_share, 0.7) > base_median(monetary)",
            "monetary_rank_share < 0.8",
            "monetary_percentile >= 0.8",
            "value_top_share <= 0.10 AND recency_score >= 3");
    People base = new People(people, People.floor("0.01", 1), 3);

    assertThat(base.outcome(base.standings(People.set("country"), rules), rules))
        .isEqualTo(base.outcome(base.standings(People.set(null), rules), rules));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "country"})
  void what_a_snapshot_keeps_compares_as_what_was_found(String within) {
    List<String> rules =
        List.of(
            "value_rank_share < 0.8",
            "value_top_share <= 0.25",
            "monetary * base_rate(monetary, frequency) > base_median(monetary)",
            "value_share >= base_quantile(value_share, 0.6)");
    People base = new People(people(), People.floor("0.05", 9), 3);
    ScoreReferences found = base.standings(People.set(within.isEmpty() ? null : within), rules);

    ScoreReferences kept = base.kept(found);

    assertThat(base.outcome(kept, rules)).isEqualTo(base.outcome(found, rules));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64})
  void partitions_change_nothing(int partitions) {
    List<String> rules = List.of("value_rank_share < 0.5", "monetary > base_median(monetary)");

    assertThat(rows(partitions, rules)).isEqualTo(rows(3, rules));
  }

  private static List<Object> rows(int partitions, List<String> rules) {
    ScoreReferences standings =
        new People(people(), People.floor("0.01", 1), partitions)
            .standings(People.set("country"), rules);
    List<Object> rows = new ArrayList<>();
    rows.addAll(ReferenceRows.scoreEdges(standings, new ScoreCounts(Map.of())));
    rows.addAll(ReferenceRows.baseStatistics(standings, 90));
    return rows;
  }

  /** Groups of every shape: mixed with ties, all equal, a single one, negative, without values. */
  private static List<Person> people() {
    Random random = new Random(11);
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      long frequency = i % 21 == 20 ? 0 : 1 + random.nextInt(5);
      long value = random.nextInt(40) * 10_000L - 100_000;
      people.add(
          new Person(
              "m" + i,
              frequency,
              random.nextInt(30) * 5_000L,
              19_000 + random.nextInt(60),
              i % 9 == 8 ? null : value,
              "mixed"));
    }
    for (int i = 0; i < 10; i++) {
      people.add(new Person("e" + i, 2, 70_000, 19_500, 30_000L, "equal"));
    }
    people.add(new Person("s0", 3, 1_000, 19_900, 5_000L, "single"));
    for (int i = 0; i < 9; i++) {
      people.add(new Person("n" + i, 1, -1_000L * i, 19_300 + i, -500L * (i / 2), "negative"));
    }
    for (int i = 0; i < 10; i++) {
      people.add(new Person("z" + i, 1 + i, 10_000L * i, 19_100, null, "nothing"));
    }
    for (int i = 0; i < 3; i++) {
      people.add(new Person("u" + i, 1, 100L * i, 19_200, 100L * i, null));
    }
    return people;
  }

  private static List<Person> group(List<Person> people, Person of) {
    return people.stream()
        .filter(p -> String.valueOf(p.country()).equals(String.valueOf(of.country())))
        .toList();
  }

  private static String pooled(Person person) {
    return person.country() == null
        ? "unknown"
        : person.country().equals("single") ? "other" : person.country();
  }

  private static List<Person> buyers(List<Person> people) {
    return people.stream().filter(p -> p.frequency() > 0).toList();
  }

  /** A place as its definition says, compared exactly. */
  private static boolean holds(String rule, Person person, List<Person> group) {
    String[] words = rule.split(" ");
    if (person.value() == null) {
      return false;
    }
    BigDecimal part;
    BigDecimal whole;
    if (words[0].equals("value_rank_share")) {
      List<Long> positive =
          group.stream().map(Person::value).filter(v -> v != null && v > 0).toList();
      whole = BigDecimal.valueOf(positive.stream().mapToLong(v -> v).sum());
      part =
          person.value() <= 0
              ? whole
              : BigDecimal.valueOf(
                  positive.stream().filter(v -> v > person.value()).mapToLong(v -> v).sum());
      if (whole.signum() == 0) {
        part = BigDecimal.ONE;
        whole = BigDecimal.ONE;
      }
    } else {
      List<Person> buyers = buyers(group);
      whole = BigDecimal.valueOf(buyers.size());
      part =
          BigDecimal.valueOf(
              1
                  + buyers.stream()
                      .filter(b -> b.value() != null && b.value() > person.value())
                      .count());
    }
    int sign = part.compareTo(whole.multiply(new BigDecimal(words[2])));
    return switch (words[1]) {
      case "<" -> sign < 0;
      case "<=" -> sign <= 0;
      case ">" -> sign > 0;
      default -> sign >= 0;
    };
  }

  private static Long quantile(List<Person> buyers, String share, Function<Person, Long> value) {
    List<Long> values =
        buyers.stream()
            .map(value)
            .filter(v -> v != null)
            .sorted(Comparator.naturalOrder())
            .collect(Collectors.toList());
    for (Long candidate : values) {
      long within = values.stream().filter(v -> v <= candidate).count();
      BigDecimal wanted = new BigDecimal(share).multiply(BigDecimal.valueOf(values.size()));
      if (BigDecimal.valueOf(within).compareTo(wanted) >= 0) {
        return candidate;
      }
    }
    return null;
  }

  private static BigDecimal sum(List<Person> buyers, Function<Person, Long> value, int scale) {
    return BigDecimal.valueOf(
        buyers.stream().map(value).filter(v -> v != null).mapToLong(v -> v).sum(), scale);
  }

  private static boolean above(Person person, BigDecimal numerator, BigDecimal denominator) {
    return denominator.signum() != 0
        && BigDecimal.valueOf(person.monetary(), 4)
                .compareTo(numerator.divide(denominator, 10, RoundingMode.HALF_UP))
            > 0;
  }

  private static Integer score(Person person, List<Person> buyers, ToLongFunction<Person> value) {
    if (person.frequency() == 0) {
      return null;
    }
    long own = value.applyAsLong(person);
    long worse = buyers.stream().filter(b -> value.applyAsLong(b) < own).count();
    return (int) Math.min(5, 1 + 5 * worse / buyers.size());
  }
}

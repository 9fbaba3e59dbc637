package io.clientele.border;

import io.clientele.config.Input;
import io.clientele.config.NearBorderConfig;
import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import io.clientele.rule.BaseNumbers;
import io.clientele.rule.Crossings;
import io.clientele.rule.CustomerValues;
import io.clientele.rule.Expr;
import io.clientele.rule.Line;
import io.clientele.rule.RuleTerms;
import io.clientele.score.Score;
import io.clientele.score.ScoreScale;
import io.clientele.segment.Scheme;
import io.clientele.segment.SchemeJudge;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The borders of one scheme around single customers. One feature moves at a time and the others are
 * held, but for one: as days pass without a purchase, tenure grows with recency. The base and the
 * segments of other schemes are held too.
 *
 * <p>The values at which any comparison can turn are found once; for a customer only those are
 * tried, from near to far, until the scheme says something else. It travels to the executors.
 */
public final class SchemeBorders implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final MathContext CLOSENESS = new MathContext(20, RoundingMode.HALF_UP);

  /** What is known of a feature before any customer is: where it can turn, and what else can. */
  private record Turning(Movement movement, TreeSet<BigDecimal> fixed, Crossings mixed)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private final SchemeJudge judge;
  private final ArrayList<Turning> turnings = new ArrayList<>();
  private final TreeSet<BigDecimal> tenureFixed = new TreeSet<>();
  private final Crossings time;

  /**
   * The borders of a scheme.
   *
   * @param available what the sources tell
   * @param numbers of the base, held
   * @param scales of the scores, held
   */
  public SchemeBorders(
      Scheme scheme,
      Predicate<Input> available,
      BaseNumbers numbers,
      Map<String, ScoreScale> scales) {
    RuleTerms terms =
        new RuleTerms(
            scheme.vocabulary(), available, numbers, scales, scheme.file().options().within());
    this.judge = new SchemeJudge(scheme, terms, available);
    List<Expr> rules = new ArrayList<>();
    for (int i = 0; i < scheme.rules().size(); i++) {
      if (judge.isTold(i)) {
        rules.add(scheme.rules().get(i).condition());
      }
    }
    Crossings crossings = new Crossings(rules, terms);
    crossings.addFixed(Features.TENURE_DAYS, tenureFixed);
    this.time = crossings.mixed(Set.of(Features.RECENCY_DAYS, Features.TENURE_DAYS));
    for (Feature feature : moving(scheme, crossings.features())) {
      Movement movement = Movement.of(feature);
      List<BigDecimal> places = new ArrayList<>();
      crossings.addFixed(feature.name(), places);
      TreeSet<BigDecimal> fixed = new TreeSet<>();
      places.forEach(place -> around(place, movement.step(), fixed));
      turnings.add(new Turning(movement, fixed, crossings.mixed(Set.of(feature.name()))));
    }
  }

  /**
   * The numeric features that the rules compare, recency last: where time moves both, tenure is the
   * better reason.
   */
  private static List<Feature> moving(Scheme scheme, Set<String> named) {
    Set<String> names = new HashSet<>(named);
    if (names.contains(Features.TENURE_DAYS)) {
      names.add(Features.RECENCY_DAYS);
    }
    List<Feature> features = new ArrayList<>();
    for (String name : scheme.vocabulary().names()) {
      Feature feature = scheme.vocabulary().feature(name).orElse(null);
      boolean moves = feature != null && names.contains(name) && feature.type().numeric();
      if (moves && !name.equals(Features.RECENCY_DAYS)) {
        features.add(feature);
      }
    }
    if (names.contains(Features.RECENCY_DAYS)) {
      scheme.vocabulary().feature(Features.RECENCY_DAYS).ifPresent(features::add);
    }
    return features;
  }

  /** The features that must be known of a customer before the scheme can be decided. */
  public static Set<String> looksAt(Scheme scheme) {
    Set<String> names = new LinkedHashSet<>();
    names.add(Features.FREQUENCY);
    names.add(Features.RECENCY_DAYS);
    names.add(Features.TENURE_DAYS);
    names.addAll(scheme.needs().features());
    scheme.needs().scores().stream().map(Score::feature).forEach(names::add);
    names.add(Features.TAGS);
    names.add(Features.EVENT_DAYS);
    names.retainAll(scheme.vocabulary().names());
    return names;
  }

  /** Who decides. */
  public SchemeJudge judge() {
    return judge;
  }

  /** The features that have borders, in the order of their declaration, recency last. */
  public List<String> features() {
    return turnings.stream().map(turning -> turning.movement().feature()).toList();
  }

  /** The nearest border of a feature in a direction, however far; none where there is none. */
  public Optional<Border> nearest(
      Map<String, @Nullable Object> customer, String feature, Direction direction) {
    return turnings.stream()
        .filter(turning -> turning.movement().feature().equals(feature))
        .findFirst()
        .flatMap(turning -> nearest(customer, turning, direction, null));
  }

  /**
   * Of all borders within the margins the one that is nearest as a share of its margin; equal ones
   * in the order of {@link #features}, up before down.
   */
  public Optional<Border> near(Map<String, @Nullable Object> customer, NearBorderConfig config) {
    Border best = null;
    BigDecimal least = BigDecimal.ONE;
    for (Turning turning : turnings) {
      BigDecimal value = CustomerValues.number(customer, turning.movement().feature());
      if (value == null) {
        continue;
      }
      BigDecimal margin = turning.movement().margin(config, value);
      for (Direction direction : Direction.values()) {
        Border border = nearest(customer, turning, direction, margin).orElse(null);
        if (border != null) {
          BigDecimal closeness = border.distance().divide(margin, CLOSENESS);
          if (best == null || closeness.compareTo(least) < 0) {
            best = border;
            least = closeness;
          }
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private Optional<Border> nearest(
      Map<String, @Nullable Object> customer,
      Turning turning,
      Direction direction,
      @Nullable BigDecimal margin) {
    Movement movement = turning.movement();
    BigDecimal value = CustomerValues.number(customer, movement.feature());
    if (value == null || !movement.isPossible(customer) || !judge.isAbout(customer)) {
      return Optional.empty();
    }
    String here = null;
    for (BigDecimal candidate : candidates(customer, turning, direction, value, margin)) {
      here = here == null ? judge.segment(customer) : here;
      String there = judge.segment(moved(customer, movement.feature(), value, candidate));
      if (!there.equals(here)) {
        Integer days = daysUntil(customer, movement.feature(), value, candidate, there);
        return Optional.of(
            new Border(movement.feature(), direction, value, candidate, there, days));
      }
    }
    return Optional.empty();
  }

  /** The values to try, nearest first. */
  private Iterable<BigDecimal> candidates(
      Map<String, @Nullable Object> customer,
      Turning turning,
      Direction direction,
      BigDecimal value,
      @Nullable BigDecimal margin) {
    Movement movement = turning.movement();
    boolean up = direction == Direction.UP;
    BigDecimal floor = movement.least(customer);
    BigDecimal end = margin == null ? null : up ? value.add(margin) : value.subtract(margin);
    if (!up && floor != null) {
      end = end == null ? floor : end.max(floor);
    }
    NavigableSet<BigDecimal> fixed = within(turning.fixed(), value, end, up);
    List<BigDecimal> own = new ArrayList<>();
    BigDecimal tenure = CustomerValues.number(customer, Features.TENURE_DAYS);
    if (up && movement.feature().equals(Features.RECENCY_DAYS) && tenure != null) {
      BigDecimal ahead = tenure.subtract(value);
      tenureFixed.forEach(place -> own.add(place.subtract(ahead)));
      time.add(
          customer,
          Map.of(Features.RECENCY_DAYS, Line.X, Features.TENURE_DAYS, Line.alongside(ahead)),
          own);
    } else {
      turning.mixed().add(customer, Map.of(movement.feature(), Line.X), own);
    }
    if (own.isEmpty()) {
      return fixed;
    }
    TreeSet<BigDecimal> all = new TreeSet<>();
    own.forEach(place -> around(place, movement.step(), all));
    // A copy of a descending set would stay descending.
    NavigableSet<BigDecimal> ordered = new TreeSet<>();
    ordered.addAll(within(all, value, end, up));
    ordered.addAll(fixed);
    return up ? ordered : ordered.descendingSet();
  }

  private static NavigableSet<BigDecimal> within(
      TreeSet<BigDecimal> places, BigDecimal value, @Nullable BigDecimal end, boolean up) {
    if (end != null && (up ? end.compareTo(value) <= 0 : end.compareTo(value) >= 0)) {
      return new TreeSet<>();
    }
    if (up) {
      return end == null ? places.tailSet(value, false) : places.subSet(value, false, end, true);
    }
    NavigableSet<BigDecimal> below =
        end == null ? places.headSet(value, false) : places.subSet(end, true, value, false);
    return below.descendingSet();
  }

  private static Map<String, @Nullable Object> moved(
      Map<String, @Nullable Object> customer, String feature, BigDecimal from, BigDecimal to) {
    Moved moved = new Moved(customer, feature, to);
    BigDecimal tenure = CustomerValues.number(customer, Features.TENURE_DAYS);
    boolean time = feature.equals(Features.RECENCY_DAYS) && to.compareTo(from) > 0;
    if (time && tenure != null) {
      moved.with(Features.TENURE_DAYS, tenure.add(to.subtract(from)));
    }
    return moved;
  }

  private @Nullable Integer daysUntil(
      Map<String, @Nullable Object> customer,
      String feature,
      BigDecimal value,
      BigDecimal border,
      String neighbour) {
    BigDecimal days = border.subtract(value);
    if (days.signum() <= 0) {
      return null;
    }
    if (feature.equals(Features.RECENCY_DAYS)) {
      return days.intValueExact();
    }
    BigDecimal recency = CustomerValues.number(customer, Features.RECENCY_DAYS);
    if (!feature.equals(Features.TENURE_DAYS) || recency == null) {
      return null;
    }
    String later =
        judge.segment(moved(customer, Features.RECENCY_DAYS, recency, recency.add(days)));
    return later.equals(neighbour) ? Integer.valueOf(days.intValueExact()) : null;
  }

  /**
   * The values on the feature's own grid beside a place, enough for strict and loose comparisons.
   */
  private static void around(BigDecimal place, BigDecimal step, Set<BigDecimal> into) {
    BigDecimal below = place.setScale(step.scale(), RoundingMode.FLOOR);
    into.add(below.subtract(step));
    into.add(below);
    into.add(below.add(step));
    into.add(below.add(step).add(step));
  }
}

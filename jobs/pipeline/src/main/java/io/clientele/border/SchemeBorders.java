package io.clientele.border;

import io.clientele.config.Input;
import io.clientele.config.NearBorderConfig;
import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import io.clientele.rule.Atoms;
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
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  /** What is known of a feature before any customer is: where it can turn, and what else can. */
  private record Turning(Movement movement, Places fixed, Crossings mixed) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private final SchemeJudge judge;
  private final ArrayList<Turning> turnings = new ArrayList<>();
  private final Situations.Signs signs;
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
    Atoms atoms = new Atoms(rules, terms);
    Crossings crossings = new Crossings(rules, terms);
    this.time = crossings.mixed(Set.of(Features.RECENCY_DAYS, Features.TENURE_DAYS));
    this.signs = new Situations.Signs(atoms.others());
    for (Feature feature : moving(scheme, crossings.features())) {
      Movement movement = Movement.of(feature);
      List<BigDecimal> roots = new ArrayList<>();
      crossings.addFixed(feature.name(), roots);
      TreeSet<BigDecimal> places = new TreeSet<>();
      roots.forEach(place -> around(place, movement.step(), places));
      Places steps = Places.of(feature.name(), places, atoms.steps());
      signs.add(feature.name(), steps);
      Places fixed = signs.isElsewhere(feature.name()) ? Places.all(places) : steps;
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

  /** A memory for {@link #near}, for one thread. */
  public Situations situations() {
    return new Situations(judge, signs);
  }

  /** The nearest border of a feature in a direction, however far; none where there is none. */
  public Optional<Border> nearest(
      Map<String, @Nullable Object> customer, String feature, Direction direction) {
    Situations.Situation here = situations().of(customer);
    return turnings.stream()
        .filter(turning -> turning.movement().feature().equals(feature))
        .findFirst()
        .flatMap(turning -> nearest(here, turning, direction, null))
        .map(border -> dated(here, border));
  }

  /**
   * Of all borders within the margins the one that is nearest as a share of its margin; equal ones
   * in the order of {@link #features}, up before down.
   *
   * @param seen remembers the customers before, so that customers who are alike are decided once
   */
  public Optional<Border> near(
      Map<String, @Nullable Object> customer, NearBorderConfig config, Situations seen) {
    if (turnings.isEmpty() || !judge.isAbout(customer)) {
      return Optional.empty();
    }
    Situations.Situation here = seen.of(customer);
    Border best = null;
    BigDecimal least = BigDecimal.ONE;
    for (Turning turning : turnings) {
      BigDecimal value = CustomerValues.number(customer, turning.movement().feature());
      if (value == null) {
        continue;
      }
      BigDecimal margin = turning.movement().margin(config, value);
      for (Direction direction : Direction.values()) {
        Border border = nearest(here, turning, direction, margin).orElse(null);
        // Nearer as a share of its margin, without dividing.
        boolean nearer =
            border != null
                && (best == null
                    || border.distance().multiply(least).compareTo(best.distance().multiply(margin))
                        < 0);
        if (nearer) {
          best = border;
          least = margin;
        }
      }
    }
    return Optional.ofNullable(best).map(border -> dated(here, border));
  }

  private Optional<Border> nearest(
      Situations.Situation here,
      Turning turning,
      Direction direction,
      @Nullable BigDecimal margin) {
    Map<String, @Nullable Object> customer = here.customer();
    Movement movement = turning.movement();
    BigDecimal value = CustomerValues.number(customer, movement.feature());
    if (value == null || !movement.isPossible(customer) || !judge.isAbout(customer)) {
      return Optional.empty();
    }
    for (BigDecimal candidate : candidates(customer, turning, direction, value, margin)) {
      String there = here.moved(moved(customer, movement.feature(), value, candidate));
      if (!there.equals(here.segment())) {
        return Optional.of(
            new Border(movement.feature(), direction, value, candidate, there, null));
      }
    }
    return Optional.empty();
  }

  /** The values to try, nearest first. */
  private Collection<BigDecimal> candidates(
      Map<String, @Nullable Object> customer,
      Turning turning,
      Direction direction,
      BigDecimal value,
      @Nullable BigDecimal margin) {
    Movement movement = turning.movement();
    boolean up = direction == Direction.UP;
    BigDecimal end = end(customer, movement, up, value, margin);
    List<BigDecimal> fixed = turning.fixed().between(value, end, up);
    List<BigDecimal> roots = new ArrayList<>();
    TreeSet<BigDecimal> own = new TreeSet<>();
    BigDecimal tenure = CustomerValues.number(customer, Features.TENURE_DAYS);
    if (up && movement.feature().equals(Features.RECENCY_DAYS) && tenure != null) {
      BigDecimal ahead = tenure.subtract(value);
      BigDecimal longest = end == null ? null : end.add(ahead);
      for (Turning other : turnings) {
        if (other.movement().feature().equals(Features.TENURE_DAYS)) {
          List<BigDecimal> places = other.fixed().between(tenure, longest, true);
          places.forEach(place -> own.add(place.subtract(ahead)));
        }
      }
      time.add(
          customer,
          Map.of(Features.RECENCY_DAYS, Line.X, Features.TENURE_DAYS, Line.alongside(ahead)),
          roots);
    } else {
      turning.mixed().add(customer, Map.of(movement.feature(), Line.X), roots);
    }
    if (roots.isEmpty() && own.isEmpty()) {
      return fixed;
    }
    BigDecimal wide = movement.step().add(movement.step());
    for (BigDecimal root : roots) {
      // Most are far away, and are not worth a look around.
      boolean far =
          end != null
              && root.subtract(end).abs().compareTo(end.subtract(value).abs().add(wide)) > 0;
      if (!far) {
        around(root, movement.step(), own);
      }
    }
    own.removeIf(place -> !isBetween(place, value, end, up));
    own.addAll(fixed);
    return up ? own : own.descendingSet();
  }

  /** The last value to try; null for no limit. */
  private static @Nullable BigDecimal end(
      Map<String, @Nullable Object> customer,
      Movement movement,
      boolean up,
      BigDecimal value,
      @Nullable BigDecimal margin) {
    if (up) {
      return margin == null ? null : value.add(margin);
    }
    BigDecimal floor = movement.least(customer);
    BigDecimal end = margin == null ? null : value.subtract(margin);
    return end == null || floor == null ? (end == null ? floor : end) : end.max(floor);
  }

  private static boolean isBetween(
      BigDecimal place, BigDecimal value, @Nullable BigDecimal end, boolean up) {
    int side = up ? 1 : -1;
    return place.compareTo(value) * side > 0 && (end == null || place.compareTo(end) * side <= 0);
  }

  private static Moved moved(
      Map<String, @Nullable Object> customer, String feature, BigDecimal from, BigDecimal to) {
    Moved moved = new Moved(customer, feature, to);
    BigDecimal tenure = CustomerValues.number(customer, Features.TENURE_DAYS);
    boolean time = feature.equals(Features.RECENCY_DAYS) && to.compareTo(from) > 0;
    if (time && tenure != null) {
      moved.with(Features.TENURE_DAYS, tenure.add(to.subtract(from)));
    }
    return moved;
  }

  /** The border with the days until time alone brings the customer there. */
  private static Border dated(Situations.Situation here, Border border) {
    Integer days = daysUntil(here, border);
    return new Border(
        border.feature(),
        border.direction(),
        border.value(),
        border.border(),
        border.neighbour(),
        days);
  }

  private static @Nullable Integer daysUntil(Situations.Situation here, Border border) {
    BigDecimal days = border.border().subtract(border.value());
    if (days.signum() <= 0) {
      return null;
    }
    if (border.feature().equals(Features.RECENCY_DAYS)) {
      return days.intValueExact();
    }
    BigDecimal recency = CustomerValues.number(here.customer(), Features.RECENCY_DAYS);
    if (!border.feature().equals(Features.TENURE_DAYS) || recency == null) {
      return null;
    }
    String later =
        here.moved(moved(here.customer(), Features.RECENCY_DAYS, recency, recency.add(days)));
    return later.equals(border.neighbour()) ? Integer.valueOf(days.intValueExact()) : null;
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

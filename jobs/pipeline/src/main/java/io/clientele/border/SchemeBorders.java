package io.clientele.border;

import io.clientele.config.Input;
import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import io.clientele.rule.Atoms;
import io.clientele.rule.BaseNumbers;
import io.clientele.rule.Crossings;
import io.clientele.rule.Expr;
import io.clientele.rule.Range;
import io.clientele.rule.RuleTerms;
import io.clientele.rule.StraightLine;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeEvaluator;
import io.clientele.score.Score;
import io.clientele.score.ScoreScale;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
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

  /**
   * What is known of a feature before any customer is.
   *
   * @param fixed where it turns, whoever the customer is
   * @param mixed what else can turn
   * @param settledUp whether upwards it turns at the fixed places only: no condition looks at it
   *     together with others
   * @param settledDown the same downwards
   */
  private record Turning(
      Movement movement, Places fixed, Crossings mixed, boolean settledUp, boolean settledDown)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    boolean isSettled(Direction direction) {
      return direction == Direction.UP ? settledUp : settledDown;
    }
  }

  /**
   * A customer who is near a border.
   *
   * @param segment where the customer is, by the rules
   */
  record Near(String segment, Border border) {}

  private static final List<Direction> DIRECTIONS = List.of(Direction.values());

  private final SchemeEvaluator judge;
  private final ArrayList<Turning> turnings = new ArrayList<>();
  private final Situations.Signs signs;
  private final Crossings time;
  private final Places tenureFixed;

  /**
   * The borders of a scheme.
   *
   * @param available what the sources tell
   * @param numbers of the base, or of the group that the customers belong to, held
   * @param scales of the scores, held
   */
  public SchemeBorders(
      Scheme scheme,
      Predicate<Input> available,
      BaseNumbers numbers,
      Map<String, ScoreScale> scales) {
    RuleTerms terms = new RuleTerms(scheme.vocabulary(), available, numbers, scales);
    this.judge = new SchemeEvaluator(scheme, terms, available);
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
    Places ofTenure = Places.NONE;
    for (Feature feature : moving(scheme, crossings.features())) {
      Movement movement = Movement.of(feature);
      List<BigDecimal> roots = new ArrayList<>();
      crossings.addFixed(feature.name(), roots);
      TreeSet<Long> places = new TreeSet<>();
      roots.forEach(place -> around(place, movement, places));
      Places steps = Places.of(movement, places, atoms.steps());
      signs.add(movement, steps);
      boolean elsewhere = signs.isElsewhere(feature.name());
      Places fixed = elsewhere ? Places.all(places) : steps;
      Crossings mixed = crossings.mixed(Set.of(feature.name()));
      boolean alone = !elsewhere && mixed.isEmpty();
      // Recency comes last, and moves tenure with it.
      boolean movesTenure =
          feature.name().equals(Features.RECENCY_DAYS)
              && (!ofTenure.isEmpty()
                  || !time.isEmpty()
                  || signs.isElsewhere(Features.TENURE_DAYS));
      turnings.add(new Turning(movement, fixed, mixed, alone && !movesTenure, alone));
      ofTenure = feature.name().equals(Features.TENURE_DAYS) ? fixed : ofTenure;
    }
    this.tenureFixed = ofTenure;
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
  public SchemeEvaluator judge() {
    return judge;
  }

  /** The features that have borders, in the order of their declaration, recency last. */
  public List<String> features() {
    return turnings.stream().map(turning -> turning.movement().feature()).toList();
  }

  /** A memory for {@link #near}, for one thread. */
  Situations situations() {
    return situations(new HashMap<>());
  }

  /**
   * The same beside those of other schemes.
   *
   * @param numbers of the features, shared by all schemes; those that are new are added
   */
  Situations situations(Map<String, Integer> numbers) {
    int[] own = new int[turnings.size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = numbers.computeIfAbsent(turnings.get(i).movement().feature(), f -> numbers.size());
    }
    return new Situations(judge, signs, own);
  }

  /** The nearest border of a feature in a direction, however far; none where there is none. */
  public Optional<Border> nearest(
      Map<String, @Nullable Object> customer, String feature, Direction direction) {
    Reach reach = Reach.anywhere(customer);
    Situations situations = situations();
    situations.steps(reach);
    for (int i = 0; i < turnings.size(); i++) {
      Turning turning = turnings.get(i);
      Reach.Span span = reach.of(situations.number(i), turning.movement());
      boolean asked = turning.movement().feature().equals(feature);
      if (asked && span != null && span.free() && judge.isAbout(customer)) {
        Situations.Situation here = situations.of(reach);
        return Optional.ofNullable(nearest(here, turning, direction, span, Nearer.ANY))
            .map(border -> dated(here, border));
      }
    }
    return Optional.empty();
  }

  /**
   * Of all borders within reach the one that is nearest as a share of its margin; equal ones in the
   * order of {@link #features}, up before down.
   *
   * @param seen remembers the customers before, so that customers who are alike are decided once
   */
  Optional<Near> near(Reach reach, Situations seen) {
    if (turnings.isEmpty() || !judge.isAbout(reach.customer())) {
      return Optional.empty();
    }
    int[] passed = seen.steps(reach);
    Situations.Situation here = null;
    Border best = null;
    Nearer nearer = Nearer.ANY;
    for (int i = 0; i < turnings.size(); i++) {
      Turning turning = turnings.get(i);
      Reach.Span span = reach.of(seen.number(i), turning.movement());
      if (span == null || !span.free()) {
        continue;
      }
      for (Direction direction : DIRECTIONS) {
        boolean up = direction == Direction.UP;
        boolean settled = turning.isSettled(direction);
        boolean possible =
            settled
                ? turning.fixed().isNextWithin(passed[i], span.end(up), up)
                : canTurn(reach, turning, direction, span);
        if (!possible) {
          continue;
        }
        here = here == null ? seen.of(reach) : here;
        Nearer than = nearer.of(span.margin());
        Border border =
            settled
                ? settled(here, i, direction, span, than)
                : nearest(here, turning, direction, span, than);
        if (border != null) {
          best = border;
          nearer = new Nearer(border.distance(), span.margin(), null);
        }
      }
    }
    return best == null || here == null
        ? Optional.empty()
        : Optional.of(new Near(here.segment(), dated(here, best)));
  }

  /**
   * What is worth a try: distances that are a smaller share of their margin than the best so far,
   * compared crosswise because dividing is dear.
   *
   * @param distance of the best so far; null before there is one
   * @param margin of the best so far
   * @param limit distance times the margin at hand
   */
  private record Nearer(
      @Nullable BigDecimal distance, BigDecimal margin, @Nullable BigDecimal limit) {
    static final Nearer ANY = new Nearer(null, BigDecimal.ONE, null);

    Nearer of(BigDecimal other) {
      return distance == null ? this : new Nearer(distance, margin, distance.multiply(other));
    }

    boolean isReached(Movement movement, long by) {
      return limit != null && movement.value(by).multiply(margin).compareTo(limit) >= 0;
    }
  }

  /** The nearest border of a feature that turns at the same places for everybody here. */
  private @Nullable Border settled(
      Situations.Situation here, int feature, Direction direction, Reach.Span span, Nearer than) {
    Turning turning = turnings.get(feature);
    Movement movement = turning.movement();
    boolean up = direction == Direction.UP;
    Situations.Beyond beyond =
        here.beyond(feature, direction, () -> beyond(here, turning, direction, span));
    long place = beyond.place();
    boolean near = up ? place <= span.end(true) : place >= span.end(false);
    if (!near || than.isReached(movement, Math.abs(place - span.value()))) {
      return null;
    }
    return new Border(
        movement.feature(),
        direction,
        movement.value(span.value()),
        movement.value(place),
        beyond.neighbour(),
        null);
  }

  private Situations.Beyond beyond(
      Situations.Situation here, Turning turning, Direction direction, Reach.Span span) {
    boolean up = direction == Direction.UP;
    long end = up ? Movement.MOST : Movement.LEAST;
    Reach.Span anywhere = new Reach.Span(true, span.value(), end, end, span.margin());
    Border border = nearest(here, turning, direction, anywhere, Nearer.ANY);
    return border == null
        ? new Situations.Beyond(up ? Long.MAX_VALUE : Long.MIN_VALUE, here.segment())
        : new Situations.Beyond(
            turning.movement().units(border.border(), RoundingMode.UNNECESSARY),
            border.neighbour());
  }

  /** Whether anything at all can turn within reach: most often nothing can. */
  private boolean canTurn(Reach reach, Turning turning, Direction direction, Reach.Span span) {
    boolean up = direction == Direction.UP;
    long end = span.end(up);
    if (turning.fixed().isAnyBetween(span.value(), end, up)) {
      return true;
    }
    Movement movement = turning.movement();
    BigDecimal tenure = passing(reach, movement, up);
    Crossings mixed = tenure == null ? turning.mixed() : time;
    if (tenure == null && mixed.isEmpty()) {
      return false;
    }
    Range moved = Range.between(movement.value(span.value()), movement.value(end));
    if (tenure == null) {
      return mixed.canTurn(reach.customer(), Map.of(movement.feature(), moved));
    }
    long now = tenure.longValue();
    long longest = now + end - span.value();
    return tenureFixed.isAnyBetween(now, longest, true)
        || (!mixed.isEmpty()
            && mixed.canTurn(
                reach.customer(),
                Map.of(
                    movement.feature(),
                    moved,
                    Features.TENURE_DAYS,
                    Range.between(tenure, BigDecimal.valueOf(longest)))));
  }

  /** The tenure that grows as time passes; null where the movement is another one. */
  private static @Nullable BigDecimal passing(Reach reach, Movement movement, boolean up) {
    return up && movement.feature().equals(Features.RECENCY_DAYS) ? reach.tenure() : null;
  }

  private @Nullable Border nearest(
      Situations.Situation here,
      Turning turning,
      Direction direction,
      Reach.Span span,
      Nearer than) {
    Movement movement = turning.movement();
    BigDecimal value = movement.value(span.value());
    for (long candidate : candidates(here.reach(), turning, direction == Direction.UP, span)) {
      if (than.isReached(movement, Math.abs(candidate - span.value()))) {
        return null;
      }
      BigDecimal border = movement.value(candidate);
      String there = here.moved(moved(here.reach(), movement.feature(), value, border));
      if (!there.equals(here.segment())) {
        return new Border(movement.feature(), direction, value, border, there, null);
      }
    }
    return null;
  }

  /** The values to try, nearest first. */
  private long[] candidates(Reach reach, Turning turning, boolean up, Reach.Span span) {
    Movement movement = turning.movement();
    long value = span.value();
    long end = span.end(up);
    BigDecimal tenure = passing(reach, movement, up);
    Crossings mixed = tenure == null ? turning.mixed() : time;
    if (!mixed.isEmpty() && movement.isFew(value, end)) {
      return Movement.each(value, end);
    }
    long[] fixed = turning.fixed().between(value, end, up);
    if (mixed.isEmpty() && (tenure == null || tenureFixed.isEmpty())) {
      return fixed;
    }
    TreeSet<Long> own = new TreeSet<>();
    Map<String, StraightLine> moving = Map.of(movement.feature(), StraightLine.X);
    if (tenure != null) {
      long now = tenure.longValue();
      long ahead = now - value;
      for (long place : tenureFixed.between(now, end + ahead, true)) {
        own.add(place - ahead);
      }
      moving =
          Map.of(
              Features.RECENCY_DAYS,
              StraightLine.X,
              Features.TENURE_DAYS,
              StraightLine.alongside(BigDecimal.valueOf(ahead)));
    }
    List<BigDecimal> roots = new ArrayList<>();
    mixed.add(reach.customer(), moving, roots);
    long from = Math.min(value, end);
    long to = Math.max(value, end);
    for (BigDecimal root : roots) {
      // Most are far away, and are not worth a look around.
      long below = movement.units(root, RoundingMode.FLOOR);
      if (below >= from - 2 && below <= to + 1) {
        around(root, movement, own);
      }
    }
    if (own.isEmpty()) {
      return fixed;
    }
    for (long place : fixed) {
      own.add(place);
    }
    return (up ? own : own.descendingSet())
        .stream()
            .mapToLong(Long::longValue)
            .filter(place -> up ? place > value && place <= end : place < value && place >= end)
            .toArray();
  }

  private static Moved moved(Reach reach, String feature, BigDecimal from, BigDecimal to) {
    Moved moved = new Moved(reach.customer(), feature, to);
    BigDecimal tenure = reach.tenure();
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
    BigDecimal recency = here.reach().recency();
    if (!border.feature().equals(Features.TENURE_DAYS) || recency == null) {
      return null;
    }
    String later =
        here.moved(moved(here.reach(), Features.RECENCY_DAYS, recency, recency.add(days)));
    return later.equals(border.neighbour()) ? Integer.valueOf(days.intValueExact()) : null;
  }

  /** The values beside a place, enough for strict and loose comparisons. */
  private static void around(BigDecimal place, Movement movement, Set<Long> into) {
    long below = movement.units(place, RoundingMode.FLOOR);
    into.add(below - 1);
    into.add(below);
    into.add(below + 1);
    into.add(below + 2);
  }
}

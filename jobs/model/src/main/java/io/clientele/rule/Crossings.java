package io.clientele.rule;

import io.clientele.feature.Features;
import io.clientele.score.ScoreScale;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The places where the comparisons of a set of rules can turn while a feature moves. All of them
 * are here for rules whose comparisons are lines, or quotients of lines, in that feature; some may
 * turn nothing. A feature that is multiplied by itself has none.
 */
public final class Crossings implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The places that one comparison can have. */
  @FunctionalInterface
  private interface Places extends Serializable {
    void add(
        Map<String, @Nullable Object> customer,
        Map<String, StraightLine> moving,
        Collection<BigDecimal> into);
  }

  /** Whether one comparison can turn at all while features stay within ranges. */
  @FunctionalInterface
  private interface Turn extends Serializable {
    boolean isPossible(Map<String, @Nullable Object> customer, Map<String, Range> moving);
  }

  private record Crossing(LinkedHashSet<String> names, Places places, Turn turn)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /** One of which nothing is known before its places are. */
    Crossing(LinkedHashSet<String> names, Places places) {
      this(names, places, (customer, moving) -> true);
    }
  }

  private final ArrayList<Crossing> crossings;

  /**
   * Looks through rules.
   *
   * @param rules checked
   * @param terms knows the numbers of the base and the scores
   */
  public Crossings(Collection<Expr> rules, RuleTerms terms) {
    this(new ArrayList<>());
    Set<List<Expr>> seen = new HashSet<>();
    rules.forEach(rule -> look(rule, terms, seen));
  }

  private Crossings(ArrayList<Crossing> crossings) {
    this.crossings = crossings;
  }

  /** The features that any of the comparisons looks at. */
  public Set<String> features() {
    Set<String> names = new LinkedHashSet<>();
    crossings.forEach(crossing -> names.addAll(crossing.names()));
    return names;
  }

  /** Adds the places of the comparisons that look at one feature and nothing else. */
  public void addFixed(String feature, Collection<BigDecimal> into) {
    for (Crossing crossing : crossings) {
      if (crossing.names().equals(Set.of(feature))) {
        crossing.places().add(Map.of(), Map.of(feature, StraightLine.X), into);
      }
    }
  }

  /** The comparisons that look at one of the features, and at another one or at several of them. */
  public Crossings mixed(Set<String> features) {
    ArrayList<Crossing> mixed = new ArrayList<>();
    for (Crossing crossing : crossings) {
      boolean looks = crossing.names().stream().anyMatch(features::contains);
      if (looks && crossing.names().size() > 1) {
        mixed.add(crossing);
      }
    }
    return new Crossings(mixed);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return crossings.isEmpty();
  }

  /** Adds the places for a customer. */
  public void add(
      Map<String, @Nullable Object> customer,
      Map<String, StraightLine> moving,
      Collection<BigDecimal> into) {
    crossings.forEach(crossing -> crossing.places().add(customer, moving, into));
  }

  /**
   * Whether any of the comparisons may turn for a customer while features stay within ranges: false
   * is certain, and quickly found.
   */
  public boolean canTurn(Map<String, @Nullable Object> customer, Map<String, Range> moving) {
    for (Crossing crossing : crossings) {
      if (crossing.turn().isPossible(customer, moving)) {
        return true;
      }
    }
    return false;
  }

  private void look(Expr expr, RuleTerms terms, Set<List<Expr>> seen) {
    if (expr instanceof Expr.Compare compare) {
      PercentileThreshold cut = RuleColumns.cut(compare, "");
      if (cut != null) {
        cut(cut, terms);
        return;
      }
      turn(compare.left(), compare.right(), terms, seen);
    }
    if (expr instanceof Expr.In in) {
      in.among().forEach(part -> turn(in.of(), part, terms, seen));
    }
    if (expr instanceof Expr.Did did && did.event().equals(RuleColumns.ORDER)) {
      fixed(Features.RECENCY_DAYS, List.of(BigDecimal.valueOf(did.days())));
    }
    if (expr instanceof Expr.Name name) {
      ScoreScale scale = terms.scales().get(name.name());
      if (scale != null) {
        fixed(scale.feature(), scale.changes());
      }
    }
    RuleText.parts(expr).forEach(part -> look(part, terms, seen));
  }

  private void fixed(String feature, List<BigDecimal> values) {
    ArrayList<BigDecimal> own = new ArrayList<>(values);
    crossings.add(
        new Crossing(
            new LinkedHashSet<>(Set.of(feature)),
            (customer, moving, into) -> {
              StraightLine line = moving.get(feature);
              if (line != null) {
                own.forEach(
                    value -> line.minus(StraightLine.flat(value)).root().ifPresent(into::add));
              }
            }));
  }

  private void cut(PercentileThreshold cut, RuleTerms terms) {
    String feature = cut.decidedBy();
    Term edge = terms.edge(cut);
    LinkedHashSet<String> names = new LinkedHashSet<>(Set.of(feature));
    crossings.add(
        new Crossing(
            names,
            (customer, moving, into) -> {
              StraightLine line = moving.get(feature);
              if (line != null) {
                line.root().ifPresent(into::add);
                if (edge.of(customer) instanceof BigDecimal from) {
                  line.minus(StraightLine.flat(from)).root().ifPresent(into::add);
                }
              }
            }));
  }

  private void turn(Expr left, Expr right, RuleTerms terms, Set<List<Expr>> seen) {
    // Whichever way two sides are compared, they turn at the same places.
    if ((!moves(left, terms) && !moves(right, terms)) || !seen.add(List.of(left, right))) {
      return;
    }
    LinkedHashSet<String> names = new LinkedHashSet<>();
    names(left, terms, names);
    names(right, terms, names);
    boolean steps = steps(left) || steps(right);
    Places places = equal(left, right, steps, terms);
    Extent a = Extent.of(left, terms);
    Extent b = Extent.of(right, terms);
    crossings.add(
        new Crossing(
            names,
            places,
            (customer, moving) -> a.of(customer, moving).meets(b.of(customer, moving))));
    if (left instanceof Expr.Arithmetic ratio && ratio.by() == Expr.Operator.BY) {
      ratio(ratio, right, names, steps, terms);
    }
    if (right instanceof Expr.Arithmetic ratio && ratio.by() == Expr.Operator.BY) {
      ratio(ratio, left, names, steps, terms);
    }
  }

  /** n / d = r where n = r · d, and jumps where d = 0. */
  private void ratio(
      Expr.Arithmetic ratio,
      Expr other,
      LinkedHashSet<String> names,
      boolean steps,
      RuleTerms terms) {
    Expr product = new Expr.Arithmetic(Expr.Operator.TIMES, other, ratio.right());
    Expr zero = new Expr.Number(BigDecimal.ZERO);
    // The comparison itself says whether it can turn, wherever its places are.
    Turn never = (customer, moving) -> false;
    crossings.add(new Crossing(names, equal(ratio.left(), product, steps, terms), never));
    crossings.add(new Crossing(names, equal(ratio.right(), zero, steps, terms), never));
  }

  private static Places equal(Expr left, Expr right, boolean steps, RuleTerms terms) {
    Pieces a = pieces(left, steps, terms);
    Pieces b = pieces(right, steps, terms);
    return (customer, moving, into) -> {
      List<StraightLine> rights = b.of(customer, moving);
      for (StraightLine one : a.of(customer, moving)) {
        rights.forEach(other -> one.minus(other).root().ifPresent(into::add));
      }
    };
  }

  private static Pieces pieces(Expr expr, boolean steps, RuleTerms terms) {
    Pieces pieces = Pieces.of(expr, terms);
    return steps ? Pieces.stepped(pieces) : pieces;
  }

  /** Whether a line can be in it: scores and points jump, at places that are looked for inside. */
  private static boolean moves(Expr expr, RuleTerms terms) {
    if (expr instanceof Expr.Name name) {
      return !terms.scales().containsKey(name.name()) && terms.constant(name.name()) == null;
    }
    return !(expr instanceof Expr.Points)
        && RuleText.parts(expr).stream().anyMatch(part -> moves(part, terms));
  }

  private static boolean steps(Expr expr) {
    boolean own =
        expr instanceof Expr.Call call
            && (call.function() == Expr.Function.FLOOR || call.function() == Expr.Function.CEIL);
    return own || RuleText.parts(expr).stream().anyMatch(Crossings::steps);
  }

  /** The features of an expression that differ from customer to customer. */
  static void names(Expr expr, RuleTerms terms, Set<String> into) {
    for (String name : RuleText.names(expr)) {
      ScoreScale scale = terms.scales().get(name);
      if (scale != null) {
        into.add(scale.feature());
      } else if (terms.constant(name) == null) {
        into.add(name);
      }
    }
  }
}

package io.clientele.analysis;

import io.clientele.feature.Features;
import io.clientele.scheme.SegmentRule;
import io.clientele.score.Score;
import io.clientele.solver.Answer;
import io.clientele.solver.Formula;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds ranks that run against what the scores and features say of a customer. */
final class RankDirection {
  private static final Pattern MORE_IS_BETTER =
      Pattern.compile(
          "(frequency|purchase_days|monetary|net_revenue|gross_margin|contribution_margin)(_\\d+d)?"
              + "|monetary_percentile");
  private static final Set<String> LESS_IS_BETTER =
      Set.of(Features.RECENCY_DAYS, Features.MONETARY_RANK_SHARE, Features.MARGIN_RANK_SHARE);

  /** A segment with a rank, and who is in it. */
  private record Ranked(String name, int rank, Formula region, List<int[]> extent) {}

  private final SchemeConditions logic;
  private final Findings findings;
  private final List<Axis> axes = new ArrayList<>();
  private boolean isWhole = true;

  private RankDirection(SchemeConditions logic, Findings findings) {
    this.logic = logic;
    this.findings = findings;
  }

  /** Looks at the ranks of the segments that somebody can come into. */
  static void check(SchemeConditions logic, Findings findings, Set<Integer> dead) {
    logic.question().begin();
    RankDirection direction = new RankDirection(logic, findings);
    direction.findAxes();
    List<Ranked> ranked = direction.ranked(dead);
    ranked.forEach(direction::measure);
    if (logic.question().isSpent()) {
      findings.skipped(
          logic.rules().size() + " rules are too many: whether ranks are inverted was not asked");
      return;
    }
    logic.question().begin();
    if (!direction.axes.isEmpty() && ranked.size() > 1 && !direction.corners(ranked)) {
      if (direction.isWhole) {
        direction.dominated(ranked);
      }
    }
  }

  /** The directed numbers, each with its cells from worst to best. */
  private void findAxes() {
    List<Formula> conditions = logic.rules().stream().map(SchemeConditions.Rule::holds).toList();
    for (Symbol symbol : List.copyOf(logic.symbols().all())) {
      boolean less = LESS_IS_BETTER.contains(symbol.name());
      Axis axis =
          isDirected(symbol.name()) && symbol.isNumeric() ? Axis.of(symbol, conditions) : null;
      if (axis != null) {
        List<Axis.Cell> cells = new ArrayList<>(axis.possible(logic.question()).cells());
        if (less) {
          Collections.reverse(cells);
        }
        axes.add(new Axis(symbol, cells));
      }
    }
    // Compared in sums only: one by one, such numbers do not tell who is better.
    Set<String> mentioned = new HashSet<>(logic.scheme().needs().features());
    logic.scheme().needs().scores().forEach(score -> mentioned.add(score.column()));
    axes.removeIf(axis -> axis.cells().size() < 2);
    Set<String> told = new HashSet<>();
    axes.forEach(axis -> told.add(axis.symbol().name()));
    isWhole = mentioned.stream().filter(RankDirection::isDirected).allMatch(told::contains);
  }

  private static boolean isDirected(String name) {
    return LESS_IS_BETTER.contains(name) || MORE_IS_BETTER.matcher(name).matches() || isScore(name);
  }

  private static boolean isScore(String name) {
    for (Score score : Score.values()) {
      if (score.column().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private List<Ranked> ranked(Set<Integer> dead) {
    List<Ranked> ranked = new ArrayList<>();
    for (int i = 0; i <= logic.rules().size(); i++) {
      boolean rest = i == logic.rules().size();
      SegmentRule segment =
          rest ? logic.scheme().file().otherwise() : logic.rules().get(i).segment();
      Integer rank = segment.rank();
      Formula region = logic.region(i);
      boolean again = rest && logic.rules().stream().anyMatch(r -> r.name().equals(segment.name()));
      if (rank != null && !again && !dead.contains(i) && logic.question().ask(region).isYes()) {
        ranked.add(new Ranked(segment.name(), rank, region, new ArrayList<>()));
      }
    }
    ranked.sort(Comparator.comparingInt(Ranked::rank).reversed());
    return ranked;
  }

  /** Whether the best rank is given to the worst customers, or the last one to the best. */
  private boolean corners(List<Ranked> ranked) {
    Ranked top = ranked.get(0);
    Ranked last = ranked.get(ranked.size() - 1);
    if (top.rank() == last.rank()) {
      return false;
    }
    boolean inverted = corner(top, false, "the best rank is that of ");
    return corner(last, true, "the last rank is that of ") || inverted;
  }

  private boolean corner(Ranked ranked, boolean best, String said) {
    Answer wrong = logic.question().example(ranked.region().and(corner(best)));
    boolean inverted =
        wrong.isYes() && logic.question().ask(ranked.region().and(corner(!best))).isNo();
    if (inverted) {
      findings.add(
          Finding.Kind.INVERTED,
          Severity.ERROR,
          List.of(ranked.name()),
          said
              + ranked.name()
              + ", but it holds the "
              + (best ? "best" : "worst")
              + " customers: higher ranks are better, as are higher scores",
          logic.witness(wrong, logic.rules()));
    }
    return inverted;
  }

  private Formula corner(boolean best) {
    return Formula.all(
        axes.stream()
            .map(axis -> axis.cells().get(best ? axis.cells().size() - 1 : 0).inside())
            .toList());
  }

  /** Pairs in which the lower rank is at least as good everywhere, and better somewhere. */
  private void dominated(List<Ranked> ranked) {
    for (Ranked higher : ranked) {
      for (Ranked lower : ranked) {
        if (higher.rank() > lower.rank() && isDominated(higher, lower)) {
          Answer example = logic.question().example(higher.region());
          findings.add(
              Finding.Kind.INVERTED,
              Severity.ERROR,
              List.of(higher.name(), lower.name()),
              higher.name()
                  + " has rank "
                  + higher.rank()
                  + " and "
                  + lower.name()
                  + " only "
                  + lower.rank()
                  + ", but nobody in "
                  + higher.name()
                  + " is better than anybody in "
                  + lower.name()
                  + " by "
                  + Findings.list(axes.stream().map(axis -> axis.symbol().name()).toList()),
              example.isYes() ? logic.witness(example, logic.rules()) : Map.of());
        }
      }
    }
  }

  /** The worst and the best cell of each axis that a segment reaches. */
  private void measure(Ranked ranked) {
    for (Axis axis : axes) {
      int[] extent = {Integer.MAX_VALUE, -1};
      for (int i = 0; i < axis.cells().size(); i++) {
        Formula here = ranked.region().and(axis.cells().get(i).inside());
        if (!logic.question().ask(here).isNo()) {
          extent[0] = Math.min(extent[0], i);
          extent[1] = i;
        }
      }
      ranked.extent().add(extent);
    }
  }

  private static boolean isDominated(Ranked higher, Ranked lower) {
    boolean somewhere = false;
    for (int i = 0; i < higher.extent().size(); i++) {
      int best = higher.extent().get(i)[1];
      int worst = lower.extent().get(i)[0];
      if (best < 0 || best > worst || worst == Integer.MAX_VALUE) {
        return false;
      }
      somewhere |= best < worst;
    }
    return somewhere;
  }
}

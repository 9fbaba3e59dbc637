package io.clientele.cli;

import io.clientele.calibrate.CalibrationReport;
import io.clientele.calibrate.Effect;
import io.clientele.calibrate.GapCounts;
import io.clientele.calibrate.Limits;
import io.clientele.calibrate.Repurchase;
import io.clientele.calibrate.ScoreProposal;
import io.clientele.calibrate.SurvivalCurve;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What a person reads after a calibration. */
final class CalibrationText {
  private static final int BAR = 40;
  private static final int CURVE_LINES = 13;
  private static final List<Integer> STEPS = List.of(1, 2, 5, 10, 15, 30, 60, 90, 180, 365, 730);

  private final CalibrationReport report;
  private final PrintWriter out;

  CalibrationText(CalibrationReport report, PrintWriter out) {
    this.report = report;
    this.out = out;
  }

  void print() {
    out.println();
    out.println("Calibrated " + report.base() + " as of " + report.asOf() + "; nothing is changed");
    out.println("  read " + report.input());
    out.println();
    gaps();
    curve();
    limits();
    edges();
    report.notes().forEach(note -> out.println("note  " + note));
    out.flush();
  }

  private void gaps() {
    GapCounts gaps = report.gaps();
    SurvivalCurve curve = report.curve();
    out.println(
        "Days to the next purchase: "
            + whole(gaps.gaps())
            + " gaps between the purchase days of "
            + whole(gaps.customers())
            + " customers, "
            + whole(gaps.repeatBuyers())
            + " of whom came back");
    TreeSet<Integer> percents = new TreeSet<>(List.of(50, 80, 95));
    percents.add(report.levels().active());
    percents.add(report.levels().sleeping());
    List<String> headers = new ArrayList<>(List.of("quantile of"));
    percents.forEach(percent -> headers.add("P" + percent));
    headers.add("");
    TextTable table = new TextTable(headers);
    row(table, percents, "all customers", curve::quantile, "Kaplan-Meier, each counted once");
    row(table, percents, "those who come back", curve::quantileOfReturns, "the same curve");
    row(table, percents, "closed gaps", gaps::naive, "naive: open gaps left out");
    row(table, percents, "first gaps", gaps::naiveFirst, "naive: first to second purchase");
    out.println(table.text());
    out.println();
  }

  private static void row(
      TextTable table,
      TreeSet<Integer> percents,
      String name,
      IntFunction<@Nullable Integer> quantile,
      String what) {
    List<String> cells = new ArrayList<>(List.of(name));
    percents.forEach(
        percent ->
            cells.add(
                Optional.ofNullable(quantile.apply(percent))
                    .map(Object::toString)
                    .orElse("not reached")));
    cells.add(what);
    table.row(cells);
  }

  private void curve() {
    SurvivalCurve curve = report.curve();
    int last = curve.lastDay();
    int step =
        STEPS.stream().filter(days -> last / days < CURVE_LINES).findFirst().orElse(last / 10);
    TextTable table = new TextTable(List.of("days", "not back yet", "of them still to come", ""));
    TreeSet<Integer> days = new TreeSet<>();
    for (int at = 0; at <= last; at += step) {
      days.add(at);
    }
    report
        .limits()
        .ifPresent(limits -> days.addAll(List.of(limits.activeDays(), limits.sleepingDays())));
    for (int at : days) {
      String mark = report.limits().map(limits -> mark(limits, at)).orElse("");
      table.row(
          List.of(
              Integer.toString(at),
              percent(curve.at(at)),
              percent(curve.stillReturning(at)),
              bar(curve.at(at)) + mark));
    }
    out.println(table.text());
    out.println();
  }

  private static String mark(Limits limits, int day) {
    if (day == limits.activeDays()) {
      return "  active_days";
    }
    return day == limits.sleepingDays() ? "  sleeping_days" : "";
  }

  private void limits() {
    Map<String, String> now = report.lifecycle().scheme().file().parameters();
    report
        .limits()
        .ifPresent(
            limits -> {
              out.println(
                  report.lifecycle().scheme().name()
                      + ": active_days "
                      + now.get(Limits.ACTIVE_DAYS)
                      + " → "
                      + limits.activeDays()
                      + " (P"
                      + report.levels().active()
                      + " of those who come back), sleeping_days "
                      + now.get(Limits.SLEEPING_DAYS)
                      + " → "
                      + limits.sleepingDays()
                      + " (P"
                      + report.levels().sleeping()
                      + ")");
            });
    rows(now);
    report.schemes().stream()
        .filter(effect -> effect.subject().equals(report.lifecycle().scheme().name()))
        .forEach(effect -> effect(effect, "segment"));
  }

  /** From how many purchases customers are promising and regular, and the chances behind it. */
  private void rows(Map<String, String> now) {
    Repurchase repurchase = report.repurchase();
    if (report.limits().isEmpty() || !report.lifecycle().hasRows()) {
      return;
    }
    String promising = now.get(Repurchase.Rows.PROMISING_FROM);
    String regular = now.get(Repurchase.Rows.REGULAR_FROM);
    out.println(
        report
            .rows()
            .map(
                rows ->
                    report.lifecycle().scheme().name()
                        + ": promising_from "
                        + promising
                        + " → "
                        + rows.promisingFrom()
                        + ", regular_from "
                        + regular
                        + " → "
                        + rows.regularFrom())
            .orElse(
                "promising_from "
                    + promising
                    + " and regular_from "
                    + regular
                    + " stay: the chance of a next purchase does not rise with purchases here, or"
                    + " too few customers bought often"));
    if (!repurchase.steps().isEmpty()) {
      TextTable table =
          new TextTable(
              List.of(
                  "purchase days",
                  "customers",
                  "bought again within " + repurchase.withinDays() + " days",
                  ""));
      for (Repurchase.Step step : repurchase.steps()) {
        table.row(
            List.of(
                Integer.toString(step.purchases()),
                whole(step.customers()),
                percent(step.chance()),
                bar(step.chance()) + report.rows().map(rows -> mark(rows, step)).orElse("")));
      }
      out.println(table.text());
    }
    out.println();
  }

  private static String mark(Repurchase.Rows rows, Repurchase.Step step) {
    if (step.purchases() == rows.promisingFrom()) {
      return "  promising_from";
    }
    return step.purchases() == rows.regularFrom() ? "  regular_from" : "";
  }

  private void edges() {
    for (Effect effect : report.scores()) {
      String score = effect.subject();
      report.quantiles().stream()
          .filter(proposal -> proposal.score().column().equals(score))
          .forEach(proposal -> out.println(said(proposal, "quantile")));
      report.naturals().stream()
          .filter(proposal -> proposal.score().column().equals(score))
          .forEach(proposal -> out.println(said(proposal, "natural")));
      effect(effect, "score");
    }
    report.schemes().stream()
        .filter(effect -> !effect.subject().equals(report.lifecycle().scheme().name()))
        .forEach(
            effect -> {
              out.println(effect.subject() + ": the same rules over other edges");
              effect(effect, "segment");
            });
  }

  private static String said(ScoreProposal proposal, String method) {
    String name = proposal.score().key() + ", " + method + ": ";
    return name
        + String.join("  ", proposal.written())
        + proposal
            .fit()
            .map(
                fit -> "  (goodness of variance fit " + fit.setScale(4, RoundingMode.HALF_UP) + ")")
            .orElse("");
  }

  private void effect(Effect effect, String part) {
    List<String> headers = new ArrayList<>(List.of(part));
    for (int i = 0; i < effect.variants().size(); i++) {
      headers.add(effect.variants().get(i));
      if (i > 0) {
        headers.add("difference");
      }
    }
    headers.add("");
    TextTable table = new TextTable(headers);
    effect
        .sizes()
        .forEach(
            (name, sizes) -> {
              List<String> cells = new ArrayList<>(List.of(name));
              for (int i = 0; i < sizes.size(); i++) {
                cells.add(whole(sizes.get(i)));
                if (i > 0) {
                  cells.add(difference(sizes.get(i) - sizes.get(0)));
                }
              }
              cells.add(empty(effect, sizes, part));
              table.row(cells);
            });
    List<String> all = new ArrayList<>(List.of("all"));
    for (int i = 0; i < effect.variants().size(); i++) {
      all.add(whole(effect.total(i)));
      if (i > 0) {
        all.add("");
      }
    }
    all.add("");
    out.println(table.row(all).text());
    out.println();
  }

  /** Where ties leave a score empty. */
  private static String empty(Effect effect, List<Long> sizes, String part) {
    int quantile = effect.variants().indexOf("quantile");
    return part.equals("score") && quantile >= 0 && sizes.get(quantile) == 0
        ? "empty by quantile: ties"
        : "";
  }

  private static String bar(BigDecimal share) {
    int length =
        share.multiply(BigDecimal.valueOf(BAR)).setScale(0, RoundingMode.HALF_UP).intValue();
    return "█".repeat(length);
  }

  private static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String difference(long number) {
    return number == 0 ? "0" : String.format(Locale.ROOT, "%+,d", number);
  }

  private static String percent(BigDecimal share) {
    return share.movePointRight(2).setScale(1, RoundingMode.HALF_UP) + " %";
  }
}

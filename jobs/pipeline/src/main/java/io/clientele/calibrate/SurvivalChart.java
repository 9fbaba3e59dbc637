package io.clientele.calibrate;

import io.clientele.chart.Svg;
import io.clientele.chart.Svg.Anchor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The survival curve as an SVG picture, which any browser shows; the share not back yet against the
 * days since a purchase, with the proposed limits.
 */
public final class SurvivalChart {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;
  private static final int LEFT = 60;
  private static final int TOP = 40;
  private static final int RIGHT = WIDTH - 20;
  private static final int BOTTOM = HEIGHT - 50;
  private static final int MARKS = 5;

  private final SurvivalCurve curve;
  private final Svg svg = new Svg(WIDTH, HEIGHT);

  private SurvivalChart(SurvivalCurve curve) {
    this.curve = curve;
  }

  /**
   * Draws a curve of at least one step.
   *
   * @param title in one line
   */
  public static String svg(SurvivalCurve curve, Optional<Limits> limits, String title) {
    SurvivalChart chart = new SurvivalChart(curve);
    chart.svg.text(WIDTH / 2.0, TOP - 18, Anchor.MIDDLE, title);
    chart.axes();
    chart.steps();
    limits.ifPresent(
        found -> {
          chart.limit(found.activeDays(), Limits.ACTIVE_DAYS, TOP + 12);
          chart.limit(found.sleepingDays(), Limits.SLEEPING_DAYS, TOP + 28);
        });
    return chart.svg.end();
  }

  private void axes() {
    for (int mark = 0; mark <= MARKS; mark++) {
      BigDecimal share =
          BigDecimal.valueOf(mark).divide(BigDecimal.valueOf(MARKS), 1, RoundingMode.HALF_UP);
      double y = y(share).doubleValue();
      svg.line(LEFT, y, RIGHT, y, "#ddd");
      svg.text(LEFT - 6, y + 4, Anchor.END, 100 * mark / MARKS + " %");
      int day = curve.lastDay() * mark / MARKS;
      svg.text(x(day).doubleValue(), BOTTOM + 18, Anchor.MIDDLE, Integer.toString(day));
    }
    svg.text(
        (LEFT + RIGHT) / 2.0,
        HEIGHT - 12,
        Anchor.MIDDLE,
        "days since a purchase; the line: not back yet");
  }

  private void steps() {
    StringBuilder moves = new StringBuilder("M");
    moves.append(x(0)).append(' ').append(y(BigDecimal.ONE));
    for (SurvivalCurve.Step step : curve.steps()) {
      moves.append('H').append(x(step.days())).append('V').append(y(step.survival()));
    }
    svg.path(moves.toString(), "#1f4e8c");
  }

  private void limit(int day, String name, int labelAt) {
    double x = x(day).doubleValue();
    // The second line begins below the label of the first, which may reach so far.
    svg.line(x, labelAt - 12, x, y(BigDecimal.ZERO).doubleValue(), "#b03a2e");
    boolean late = 2 * day > curve.lastDay();
    svg.text(x + (late ? -5 : 5), labelAt, late ? Anchor.END : Anchor.START, name + " " + day);
  }

  private BigDecimal x(int day) {
    return BigDecimal.valueOf((long) (RIGHT - LEFT) * day)
        .divide(BigDecimal.valueOf(Math.max(1, curve.lastDay())), 1, RoundingMode.HALF_UP)
        .add(BigDecimal.valueOf(LEFT));
  }

  private static BigDecimal y(BigDecimal share) {
    return BigDecimal.valueOf(BOTTOM)
        .subtract(share.multiply(BigDecimal.valueOf(BOTTOM - TOP)))
        .setScale(1, RoundingMode.HALF_UP);
  }
}

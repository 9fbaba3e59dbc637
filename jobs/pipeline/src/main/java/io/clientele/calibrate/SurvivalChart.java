package io.clientele.calibrate;

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
  private final StringBuilder svg = new StringBuilder();

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
    chart.svg.append(
        String.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">\n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
            WIDTH, HEIGHT));
    chart.text(WIDTH / 2, TOP - 18, "middle", title);
    chart.axes();
    chart.steps();
    limits.ifPresent(
        found -> {
          chart.limit(found.activeDays(), Limits.ACTIVE_DAYS, TOP + 12);
          chart.limit(found.sleepingDays(), Limits.SLEEPING_DAYS, TOP + 28);
        });
    return chart.svg.append("</svg>\n").toString();
  }

  private void axes() {
    for (int mark = 0; mark <= MARKS; mark++) {
      BigDecimal share =
          BigDecimal.valueOf(mark).divide(BigDecimal.valueOf(MARKS), 1, RoundingMode.HALF_UP);
      line(LEFT, y(share), RIGHT, y(share), "#ddd");
      text(
          LEFT - 6,
          y(share).add(BigDecimal.valueOf(4)).intValue(),
          "end",
          100 * mark / MARKS + " %");
      int day = curve.lastDay() * mark / MARKS;
      text(x(day).intValue(), BOTTOM + 18, "middle", Integer.toString(day));
    }
    text(
        (LEFT + RIGHT) / 2, HEIGHT - 12, "middle", "days since a purchase; the line: not back yet");
  }

  private void steps() {
    svg.append("<path fill=\"none\" stroke=\"#1f4e8c\" stroke-width=\"2\" d=\"M")
        .append(x(0))
        .append(' ')
        .append(y(BigDecimal.ONE));
    for (SurvivalCurve.Step step : curve.steps()) {
      svg.append('H').append(x(step.days())).append('V').append(y(step.survival()));
    }
    svg.append(String.format("\"/>\n"));
  }

  private void limit(int day, String name, int labelAt) {
    line(
        x(day).intValue(),
        BigDecimal.valueOf(TOP),
        x(day).intValue(),
        y(BigDecimal.ZERO),
        "#b03a2e");
    boolean late = 2 * day > curve.lastDay();
    text(x(day).intValue() + (late ? -5 : 5), labelAt, late ? "end" : "start", name + " " + day);
  }

  private void line(int fromX, BigDecimal fromY, int toX, BigDecimal toY, String colour) {
    svg.append(
        String.format(
            "<line x1=\"%d\" y1=\"%s\" x2=\"%d\" y2=\"%s\" stroke=\"%s\"/>\n",
            fromX, fromY, toX, toY, colour));
  }

  private void text(int x, int y, String anchor, String text) {
    svg.append(
        String.format(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
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

package io.clientele.notebook;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The scale of one direction of a picture: from round number to round number.
 *
 * @param from the least value shown
 * @param to the greatest value shown, more than {@code from}
 * @param step between two marks
 * @param percent whether values are shares, written as per cent
 */
record Axis(double from, double to, double step, boolean percent) {
  private static final int MARKS = 8;

  /** The part of a step by which values may stand out at both ends. */
  private static final double OUT = 0.05;

  private static final double HAIR = 1e-9;

  /**
   * A scale that holds all values but for a hair; of none, or of equal ones, it is one step long.
   */
  static Axis over(Collection<Double> values, boolean percent) {
    double least = values.stream().mapToDouble(v -> v).min().orElse(0);
    double greatest = values.stream().mapToDouble(v -> v).max().orElse(1);
    if (greatest - least <= HAIR * Math.max(1, Math.abs(greatest))) {
      greatest = least + (least == 0 ? 1 : Math.abs(least));
    }
    double step = round((greatest - least) / MARKS);
    return new Axis(
        step * Math.floor(least / step + OUT),
        step * Math.ceil(greatest / step - OUT),
        step,
        percent);
  }

  /** The same for lengths, which begin at zero. */
  static Axis fromZero(Collection<Double> values, boolean percent) {
    List<Double> all = new ArrayList<>(values);
    all.add(0.0);
    return over(all, percent);
  }

  /** 1, 2 or 5 times a power of ten, not less than what is given but for a hair. */
  private static double round(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    double lead = step / power;
    double nice = lead <= 1 + HAIR ? 1 : lead <= 2 + HAIR ? 2 : lead <= 5 + HAIR ? 5 : 10;
    return nice * power;
  }

  /** The values of the marks, ascending. */
  List<Double> marks() {
    List<Double> marks = new ArrayList<>();
    long count = Math.round((to - from) / step);
    for (long mark = 0; mark <= count; mark++) {
      marks.add(from + step * mark);
    }
    return marks;
  }

  /** Where a value lies between the pixels of {@link #from} and {@link #to}. */
  double place(double value, double start, double end) {
    return start + (end - start) * (value - from) / (to - from);
  }

  /** A mark as text, with the places of the step. */
  String text(double mark) {
    double shown = percent ? mark * 100 : mark;
    double shownStep = percent ? step * 100 : step;
    int places = (int) Math.max(0, -Math.floor(Math.log10(shownStep) + HAIR));
    // No minus before a zero that rounding made.
    double value = Math.abs(shown) < shownStep * HAIR ? 0 : shown;
    return String.format(Locale.ROOT, "%,." + places + "f", value) + (percent ? " %" : "");
  }
}

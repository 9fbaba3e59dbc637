package io.clientele.compare;

import io.clientele.chart.HeatMap;
import io.clientele.chart.Svg;
import io.clientele.chart.Svg.Anchor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/** The pictures of a comparison, as SVG by file name. */
public final class ComparisonCharts {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 360;
  private static final int LEFT = 60;
  private static final int RIGHT = WIDTH - 60;
  private static final int TOP = 56;
  private static final int BOTTOM = HEIGHT - 50;
  private static final double STRONG = 2;
  private static final String BLUE = "#1f4e8c";
  private static final String RED = "#b03a2e";

  private final Comparison comparison;

  /** The pictures of a comparison. */
  public ComparisonCharts(Comparison comparison) {
    this.comparison = comparison;
  }

  /**
   * All of them: the curve where several k were tried, the profiles, and the clusters against each
   * scheme.
   */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    TreeMap<Integer, Row> closest = closest(comparison);
    if (closest.size() > 1) {
      files.put("clusters_curve.svg", curve(closest));
    }
    files.put("clusters_profile.svg", profile());
    for (Row agreement : comparison.agreement()) {
      String scheme = agreement.getAs("scheme");
      files.put("clusters_" + scheme + ".svg", crossing(scheme));
    }
    return files;
  }

  /** The closest fit of each k. */
  static TreeMap<Integer, Row> closest(Comparison comparison) {
    TreeMap<Integer, Row> closest = new TreeMap<>();
    for (Row row : comparison.curve()) {
      closest.merge(row.getAs("k"), row, (best, next) -> within(next) < within(best) ? next : best);
    }
    return closest;
  }

  private static double within(Row row) {
    return row.<BigDecimal>getAs("within_sum_of_squares").doubleValue();
  }

  private static double silhouette(Row row) {
    BigDecimal silhouette = row.getAs("silhouette");
    return silhouette == null ? 0 : silhouette.doubleValue();
  }

  private String curve(TreeMap<Integer, Row> closest) {
    Svg svg = new Svg(WIDTH, HEIGHT);
    svg.text(WIDTH / 2.0, 20, Anchor.MIDDLE, title("How many clusters"));
    svg.text(LEFT - 40, 42, Anchor.START, "within sum of squares", BLUE);
    svg.text(RIGHT + 40, 42, Anchor.END, "silhouette, squared Euclidean", RED);
    double mostWithin =
        closest.values().stream().mapToDouble(ComparisonCharts::within).max().orElse(1);
    int first = closest.firstKey();
    int last = closest.lastKey();
    for (int mark = 0; mark <= 4; mark++) {
      double y = BOTTOM - (BOTTOM - TOP) * mark / 4.0;
      svg.line(LEFT, y, RIGHT, y, "#ddd");
      svg.text(LEFT - 6, y + 4, Anchor.END, number("%,.0f", mostWithin * mark / 4), BLUE);
      svg.text(RIGHT + 6, y + 4, Anchor.START, number("%.2f", mark / 4.0), RED);
    }
    List<Svg.Point> within = new ArrayList<>();
    List<Svg.Point> silhouettes = new ArrayList<>();
    closest.forEach(
        (k, row) -> {
          double x = LEFT + (RIGHT - LEFT) * (double) (k - first) / (last - first);
          svg.text(x, BOTTOM + 18, Anchor.MIDDLE, Integer.toString(k));
          within.add(new Svg.Point(x, height(within(row) / mostWithin)));
          silhouettes.add(new Svg.Point(x, height(Math.max(0, silhouette(row)))));
          if (row.<Boolean>getAs("chosen")) {
            svg.line(x, TOP, x, BOTTOM, "#999");
            svg.text(x + 5, BOTTOM - 6, Anchor.START, "chosen");
          }
        });
    svg.curve(within, BLUE).curve(silhouettes, RED);
    return svg.text(WIDTH / 2.0, BOTTOM + 38, Anchor.MIDDLE, "number of clusters").end();
  }

  private static double height(double share) {
    return BOTTOM - (BOTTOM - TOP) * share;
  }

  private String profile() {
    // A map that was read has no order: first what is clustered by, then the rest by name.
    Set<String> described = new TreeSet<>();
    for (Row profile : comparison.profiles()) {
      Map<String, BigDecimal> deviations = profile.getJavaMap(profile.fieldIndex("deviations"));
      described.addAll(deviations.keySet());
    }
    List<String> features = new ArrayList<>(comparison.model().features());
    described.stream().filter(name -> !features.contains(name)).forEach(features::add);
    List<List<HeatMap.Cell>> cells = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Row profile : comparison.profiles()) {
      Map<String, BigDecimal> deviations = profile.getJavaMap(profile.fieldIndex("deviations"));
      names.add(profile.<Integer>getAs("cluster") + " " + profile.<String>getAs("name"));
      List<HeatMap.Cell> row = new ArrayList<>();
      for (String feature : features) {
        BigDecimal by = deviations.get(feature);
        row.add(
            by == null
                ? new HeatMap.Cell("–", 0)
                : new HeatMap.Cell(number("%+.1f", by.doubleValue()), by.doubleValue() / STRONG));
      }
      cells.add(row);
    }
    return new HeatMap(
            title("Clusters in standard deviations from the average customer"),
            names,
            features,
            cells)
        .svg();
  }

  private String crossing(String scheme) {
    List<String> segments = comparison.segmentsOf(scheme);
    List<Integer> clusters = comparison.model().numbers();
    List<List<HeatMap.Cell>> cells = new ArrayList<>();
    for (String segment : segments) {
      long all = clusters.stream().mapToLong(c -> comparison.customers(scheme, segment, c)).sum();
      List<HeatMap.Cell> row = new ArrayList<>();
      for (int cluster : clusters) {
        long both = comparison.customers(scheme, segment, cluster);
        row.add(
            new HeatMap.Cell(
                both == 0 ? "" : number("%,d", both), both / (double) Math.max(1, all)));
      }
      cells.add(row);
    }
    return new HeatMap(
            title("Clusters and segments of " + scheme + ", customers"),
            segments,
            clusters.stream().map(number -> "cluster " + number).toList(),
            cells)
        .svg();
  }

  private String title(String what) {
    return what + ", " + comparison.base() + " as of " + comparison.asOf();
  }

  private static String number(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}

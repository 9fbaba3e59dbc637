package io.clientele.cli;

import io.clientele.compare.Comparison;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** What a person reads of clusters and schemes. */
final class ComparisonText {
  private final Comparison comparison;
  private final PrintWriter out;

  ComparisonText(Comparison comparison, PrintWriter out) {
    this.comparison = comparison;
    this.out = out;
  }

  /**
   * Prints.
   *
   * @param schemes whose tables are shown; empty for all
   */
  void print(List<String> schemes) {
    out.println();
    out.println(
        "Clusters of "
            + comparison.base()
            + " as of "
            + comparison.asOf()
            + ", run "
            + comparison.runId());
    out.println("  by " + String.join("; ", comparison.model().featureSet()));
    out.println();
    comparison.profiles().forEach(this::profile);
    fits();
    agreement();
    for (Row row : comparison.agreement()) {
      String scheme = row.getAs("scheme");
      if (schemes.isEmpty() || schemes.contains(scheme)) {
        crossing(scheme, row);
      }
    }
    BigDecimal fidelity = comparison.draft().fidelity();
    out.println(
        "A decision tree of depth 3 says the same as the clusters for "
            + percent(fidelity)
            + " of the customers"
            + (comparison.draft().left().isEmpty()
                ? ""
                : "; it has no leaf for cluster " + list(comparison.draft().left())));
    out.flush();
  }

  private void profile(Row profile) {
    out.println(
        String.format(
            Locale.ROOT,
            "%2d  %s",
            profile.<Integer>getAs("cluster"),
            profile.<String>getAs("name")));
    BigDecimal revenueShare = profile.getAs("revenue_share");
    out.println(
        "    "
            + whole(profile.<Long>getAs("customers"))
            + " customers ("
            + percent(profile.getAs("customer_share"))
            + ")"
            + (revenueShare == null ? "" : " with " + percent(revenueShare) + " of the revenue")
            + kept(profile.getAs("kept_share")));
    Map<String, BigDecimal> typical = map(profile, "typical");
    out.println("    typically " + values(typical, comparison.model().features()));
    Map<String, BigDecimal> deviations = map(profile, "deviations");
    List<String> apart = profile.getList(profile.fieldIndex("set_apart_by"));
    out.println(
        "    apart by "
            + apart.stream()
                .map(
                    name ->
                        name
                            + " "
                            + String.format(
                                Locale.ROOT, "%+.1f", Objects.requireNonNull(deviations.get(name))))
                .collect(Collectors.joining(", "))
            + " standard deviations");
    if (profile.getAs("nearest_segment") != null) {
      out.println(
          "    most like "
              + profile.getAs("nearest_segment")
              + " of "
              + profile.getAs("nearest_scheme")
              + " ("
              + percent(profile.getAs("nearest_overlap"))
              + " of both in common); for example "
              + String.join(", ", profile.<String>getList(profile.fieldIndex("representatives"))));
    }
    out.println();
  }

  private static String kept(@org.jspecify.annotations.Nullable BigDecimal kept) {
    return kept == null ? "" : "; the model before agrees about " + percent(kept) + " of them";
  }

  private static Map<String, BigDecimal> map(Row row, String column) {
    return row.getJavaMap(row.fieldIndex(column));
  }

  private static String values(Map<String, BigDecimal> typical, List<String> features) {
    return features.stream()
        .map(name -> name + " " + rounded(Objects.requireNonNull(typical.get(name))))
        .collect(Collectors.joining(", "));
  }

  /** To three figures or to whole numbers, whichever says more. */
  private static String rounded(BigDecimal value) {
    int scale = Math.max(0, 3 - Math.max(1, value.precision() - value.scale()));
    BigDecimal shorter = value.setScale(scale, RoundingMode.HALF_UP);
    return scale == 0 ? whole(shorter.longValue()) : shorter.stripTrailingZeros().toPlainString();
  }

  private void fits() {
    TreeMap<Integer, Row> closest = new TreeMap<>();
    for (Row row : comparison.curve()) {
      closest.merge(
          row.getAs("k"),
          row,
          (best, next) ->
              next.<BigDecimal>getAs("within_sum_of_squares")
                          .compareTo(best.getAs("within_sum_of_squares"))
                      < 0
                  ? next
                  : best);
    }
    if (closest.isEmpty()) {
      out.println("The model of an earlier run was used again: nothing was fitted.");
      out.println();
      return;
    }
    TextTable table =
        new TextTable(
            List.of("clusters", "silhouette", "Calinski-Harabasz", "within sum of squares", ""));
    closest.forEach(
        (k, row) ->
            table.row(
                List.of(
                    Integer.toString(k),
                    index(row.getAs("silhouette")),
                    rounded(
                        Objects.requireNonNullElse(
                            row.getAs("calinski_harabasz"), BigDecimal.ZERO)),
                    rounded(row.getAs("within_sum_of_squares")),
                    row.<Boolean>getAs("chosen") ? "chosen" : "")));
    out.println(table.text());
    for (String against : List.of("seed", "resample")) {
      List<BigDecimal> indices =
          comparison.stability().stream()
              .filter(row -> row.getAs("against").equals(against))
              .map(row -> row.<BigDecimal>getAs("adjusted_rand_index"))
              .sorted()
              .toList();
      if (!indices.isEmpty()) {
        out.println(
            "another "
                + against
                + ": adjusted Rand index "
                + index(indices.get(0))
                + " to "
                + index(indices.get(indices.size() - 1))
                + " against the chosen clusters ("
                + indices.size()
                + " tried)");
      }
    }
    out.println();
  }

  private void agreement() {
    if (comparison.agreement().isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable(
            List.of(
                "agreement with",
                "adj. Rand",
                "adj. mutual inf.",
                "homogeneity",
                "completeness",
                "V",
                "purity"));
    for (Row row : comparison.agreement()) {
      table.row(
          List.of(
              row.getAs("scheme"),
              index(row.getAs("adjusted_rand_index")),
              index(row.getAs("adjusted_mutual_information")),
              index(row.getAs("homogeneity")),
              index(row.getAs("completeness")),
              index(row.getAs("v_measure")),
              index(row.getAs("purity"))));
    }
    out.println(table.text());
    out.println();
  }

  private void crossing(String scheme, Row agreement) {
    List<Integer> clusters = comparison.model().numbers();
    List<String> headers = new ArrayList<>(List.of(scheme + " \\ cluster"));
    clusters.forEach(number -> headers.add(Integer.toString(number)));
    TextTable table = new TextTable(headers);
    for (String segment : comparison.segmentsOf(scheme)) {
      List<String> cells = new ArrayList<>(List.of(segment));
      for (int cluster : clusters) {
        long both = comparison.customers(scheme, segment, cluster);
        cells.add(both == 0 ? "·" : whole(both));
      }
      table.row(cells);
    }
    out.println(table.text());
    Map<Integer, scala.collection.Seq<String>> joins =
        new TreeMap<>(
            agreement.<Integer, scala.collection.Seq<String>>getJavaMap(
                agreement.fieldIndex("joins")));
    joins.forEach(
        (cluster, segments) ->
            out.println("  cluster " + cluster + " joins " + segments.mkString(", ")));
    Map<String, scala.collection.Seq<Integer>> splits =
        agreement.getJavaMap(agreement.fieldIndex("splits"));
    for (String segment : comparison.segmentsOf(scheme)) {
      scala.collection.Seq<Integer> into = splits.get(segment);
      if (into != null) {
        out.println("  " + segment + " is split over clusters " + into.mkString(", "));
      }
    }
    out.println();
  }

  private static String index(@org.jspecify.annotations.Nullable BigDecimal value) {
    return value == null ? "–" : value.setScale(3, RoundingMode.HALF_UP).toPlainString();
  }

  private static String list(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static String percent(BigDecimal share) {
    return share.movePointRight(2).setScale(1, RoundingMode.HALF_UP).toPlainString() + " %";
  }

  private static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}

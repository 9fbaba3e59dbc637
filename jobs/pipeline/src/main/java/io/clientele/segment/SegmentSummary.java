package io.clientele.segment;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.clientele.feature.Features;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.scoring.OrderStatistics;
import io.clientele.scoring.RankQuery;
import io.clientele.scoring.SeriesTotals;
import io.clientele.scoring.TieGroup;
import io.clientele.spark.Catalyst;
import io.clientele.spark.WideSum;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Sizes, money and medians of every segment of every scheme, in three bounded jobs. */
public final class SegmentSummary {
  /** The features that a summary is made of. */
  public static final List<String> FEATURES =
      List.of(Features.RECENCY_DAYS, Features.FREQUENCY, Features.MONETARY, Features.GROSS_MARGIN);

  private static final List<String> MEDIANS =
      List.of(Features.RECENCY_DAYS, Features.FREQUENCY, Features.MONETARY);

  /** Begins the columns of what outputs want added up, whose names could be those of features. */
  private static final String MORE = "sum of ";

  /** A segment of a scheme. */
  public record Cell(String scheme, String segment) {}

  /**
   * What a segment holds.
   *
   * @param customers in it
   * @param orders their purchases
   * @param revenue their net revenue
   * @param margin their known gross margin; null where none is known
   * @param medians of recency, frequency and monetary; null where nobody has a value
   * @param sums of whatever else was asked for, by name; without those that nobody has
   */
  public record Totals(
      long customers,
      long orders,
      BigDecimal revenue,
      @Nullable BigDecimal margin,
      List<@Nullable BigDecimal> medians,
      Map<String, BigDecimal> sums) {

    /** Nobody. */
    public static Totals empty() {
      List<@Nullable BigDecimal> none = new ArrayList<>();
      MEDIANS.forEach(feature -> none.add(null));
      return new Totals(0, 0, BigDecimal.ZERO.setScale(4), null, none, Map.of());
    }

    /** Both together, without medians. */
    public Totals plus(Totals other) {
      Map<String, BigDecimal> all = new LinkedHashMap<>(sums);
      other.sums.forEach((name, sum) -> all.merge(name, sum, BigDecimal::add));
      BigDecimal own = margin;
      BigDecimal its = other.margin;
      return new Totals(
          customers + other.customers,
          orders + other.orders,
          revenue.add(other.revenue),
          own == null ? its : its == null ? own : own.add(its),
          empty().medians,
          all);
    }
  }

  private SegmentSummary() {}

  /**
   * Summarises.
   *
   * @param assigned one row a customer: features and the number of the segment in each scheme
   * @param schemes the schemes that ran
   * @param more decimals to add up beside, by name
   * @return every segment of every scheme, empty ones too, in the order of the files
   */
  public static Map<Cell, Totals> of(
      Dataset<Row> assigned, List<Scheme> schemes, Map<String, Column> more) {
    Map<Cell, Totals> summary = new LinkedHashMap<>();
    for (Scheme scheme : schemes) {
      for (SegmentRule segment : scheme.file().allSegments()) {
        summary.put(new Cell(scheme.name(), segment.name()), Totals.empty());
      }
    }
    if (schemes.isEmpty()) {
      return summary;
    }
    Map<Cell, List<@Nullable BigDecimal>> medians = medians(assigned, schemes);
    for (Row row : sums(assigned, schemes, more)) {
      Cell cell = new Cell(row.getAs("scheme"), row.getAs("segment"));
      summary.put(
          cell,
          new Totals(
              row.<Long>getAs("customers"),
              row.<Long>getAs(Features.FREQUENCY),
              Objects.requireNonNull(amount(row, Features.MONETARY)),
              amount(row, Features.GROSS_MARGIN),
              medians.getOrDefault(cell, Totals.empty().medians()),
              named(row, more.keySet())));
    }
    return summary;
  }

  private static Map<String, BigDecimal> named(Row row, Set<String> names) {
    Map<String, BigDecimal> sums = new LinkedHashMap<>();
    for (String name : names) {
      BigDecimal sum = amount(row, MORE + name);
      if (sum != null) {
        sums.put(name, sum);
      }
    }
    return sums;
  }

  /** Grouped by all schemes together first: one pass over the customers, whatever their number. */
  private static List<Row> sums(
      Dataset<Row> assigned, List<Scheme> schemes, Map<String, Column> more) {
    Column[] columns = schemes.stream().map(s -> col(s.numberColumn())).toArray(Column[]::new);
    Column[] cells =
        schemes.stream()
            .map(
                s ->
                    struct(
                        lit(s.name()).as("scheme"), s.segment(col(s.numberColumn())).as("segment")))
            .toArray(Column[]::new);
    List<Column> first = new ArrayList<>();
    List<Column> kept = new ArrayList<>(List.of(explode(array(cells)).as("cell")));
    List<Column> second = new ArrayList<>();
    kept.add(col("customers"));
    first.add(sum(col(Features.FREQUENCY)).as(Features.FREQUENCY));
    kept.add(col(Features.FREQUENCY));
    second.add(sum(col(Features.FREQUENCY)).as(Features.FREQUENCY));
    Map<String, Column> added = new LinkedHashMap<>();
    for (String feature : List.of(Features.MONETARY, Features.GROSS_MARGIN)) {
      added.put(feature, col(feature));
    }
    more.forEach((name, column) -> added.put(MORE + name, column));
    added.forEach(
        (name, column) -> {
          WideSum sum = new WideSum(name);
          first.addAll(sum.of(Catalyst.unscaled(column.cast(TableSpec.MONEY))));
          kept.addAll(sum.columns());
          second.addAll(sum.again());
        });
    return assigned
        .groupBy(columns)
        .agg(count(lit(1)).as("customers"), first.toArray(Column[]::new))
        .select(kept.toArray(Column[]::new))
        .groupBy(col("cell.scheme"), col("cell.segment"))
        .agg(sum(col("customers")).as("customers"), second.toArray(Column[]::new))
        .collectAsList();
  }

  private static @Nullable BigDecimal amount(Row row, String name) {
    BigInteger units = new WideSum(name).in(row);
    return units == null ? null : new BigDecimal(units, TableSpec.STORED_SCALE);
  }

  private static Map<Cell, List<@Nullable BigDecimal>> medians(
      Dataset<Row> assigned, List<Scheme> schemes) {
    Map<Cell, Integer> codes = new HashMap<>();
    List<Column> columns = new ArrayList<>();
    for (Scheme scheme : schemes) {
      int first = codes.size();
      scheme.segmentNames().forEach(name -> codes.put(new Cell(scheme.name(), name), codes.size()));
      columns.add(col(scheme.numberColumn()).plus(first).multiply(MEDIANS.size()));
    }
    MEDIANS.forEach(feature -> columns.add(units(feature)));
    OrderStatistics series =
        OrderStatistics.ofCodes(
            assigned.select(columns.toArray(Column[]::new)), schemes.size(), MEDIANS.size());
    Map<Integer, SeriesTotals> totals = series.totals();
    List<RankQuery> questions = new ArrayList<>();
    totals.forEach(
        (number, of) -> {
          questions.add(new RankQuery.AtRank(number, lowerMiddle(of)));
          questions.add(new RankQuery.AtRank(number, upperMiddle(of)));
        });
    OrderStatistics.Answers answers = series.answer(totals, questions, Set.of());
    Map<Cell, List<@Nullable BigDecimal>> medians = new HashMap<>();
    codes.forEach(
        (cell, code) -> {
          List<@Nullable BigDecimal> of = new ArrayList<>();
          for (int i = 0; i < MEDIANS.size(); i++) {
            int number = code * MEDIANS.size() + i;
            of.add(median(totals.get(number), number, answers, MEDIANS.get(i)));
          }
          medians.put(cell, of);
        });
    return medians;
  }

  private static @Nullable BigDecimal median(
      @Nullable SeriesTotals totals, int series, OrderStatistics.Answers answers, String feature) {
    if (totals == null) {
      return null;
    }
    TieGroup lower = answers.get(new RankQuery.AtRank(series, lowerMiddle(totals)));
    TieGroup upper = answers.get(new RankQuery.AtRank(series, upperMiddle(totals)));
    int scale = feature.equals(Features.MONETARY) ? 4 : 0;
    return BigDecimal.valueOf(lower.value(), scale)
        .add(BigDecimal.valueOf(upper.value(), scale))
        .multiply(new BigDecimal("0.5"))
        .setScale(4, RoundingMode.HALF_UP);
  }

  private static long lowerMiddle(SeriesTotals totals) {
    return (totals.customers() + 1) / 2;
  }

  private static long upperMiddle(SeriesTotals totals) {
    return totals.customers() / 2 + 1;
  }

  private static Column units(String feature) {
    return feature.equals(Features.MONETARY) ? Catalyst.unscaled(col(feature)) : col(feature);
  }
}

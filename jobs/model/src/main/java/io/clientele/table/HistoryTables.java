package io.clientele.table;

import io.clientele.config.Kpi;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What changed between two snapshots. A run writes the pairs that it is one of; the other is the
 * one before it, the one after it, or the one a year away. Views show the pairs whose runs both
 * count and that are next to each other or a year apart: as_of is then the later date.
 */
public final class HistoryTables {
  public static final String FROM_AS_OF = "from_as_of";
  public static final String TO_AS_OF = "to_as_of";
  public static final String OTHER_RUN_ID = "other_run_id";

  /** The column that views of pairs add: {@link #PREVIOUS} or {@link #YEAR_BEFORE}. */
  public static final String COMPARED_WITH = "compared_with";

  public static final String PREVIOUS = "previous";
  public static final String YEAR_BEFORE = "year_before";

  public static final String SCHEME = "scheme";
  public static final String FROM_SEGMENT = "from_segment";
  public static final String TO_SEGMENT = "to_segment";
  public static final String DIRECTION = "direction";

  private static final String DIRECTIONS =
      "entry (was not known, or the scheme did not run), exit (is known no more, or the scheme runs no"
          + " more), reactivation (had bought nothing for sleeping_days, 90 where no lifecycle runs,"
          + " and bought between the dates), promotion or demotion by rank, sideways, same";

  public static final TableSpec SNAPSHOT_PAIRS =
      pair("snapshot_pairs", "pairs of snapshots whose difference is kept")
          .column("customers_before", "BIGINT", "count", "customers of the earlier snapshot")
          .column("entries", "BIGINT", "count", "customers of the later one that were not in it")
          .column(
              "exits", "BIGINT", "count", "customers of the earlier one that are not in the later")
          .column("customers_after", "BIGINT", "count", "before + entries − exits")
          .key(FROM_AS_OF, TO_AS_OF);

  public static final TableSpec SEGMENT_CHANGES =
      pair("segment_changes", "customers whose segment is another than at the earlier date")
          .column(CustomerTables.CUSTOMER_ID, "STRING", "", "the customer")
          .column(SCHEME, "STRING", "", "the scheme")
          .optional(FROM_SEGMENT, "STRING", "", "the segment before; null for an entry")
          .optional(TO_SEGMENT, "STRING", "", "the segment after; null for an exit")
          .column(DIRECTION, "STRING", "", DIRECTIONS)
          .key(FROM_AS_OF, TO_AS_OF, SCHEME, CustomerTables.CUSTOMER_ID);

  public static final TableSpec SEGMENT_MIGRATION =
      pair("segment_migration", "who moved from where to where, in customers and money")
          .column(SCHEME, "STRING", "", "the scheme")
          .optional(FROM_SEGMENT, "STRING", "", "the segment before; null for an entry")
          .optional(TO_SEGMENT, "STRING", "", "the segment after; null for an exit")
          .column(DIRECTION, "STRING", "", DIRECTIONS)
          .column(
              "definition_changed",
              "BOOLEAN",
              "",
              "whether the two runs had other versions or parameters of the scheme, or one had none")
          .column("customers", "BIGINT", "count", "customers")
          .column(
              "revenue_before",
              TableSpec.TOTAL,
              "money",
              "their net revenue within 365 days before the earlier date")
          .column(
              "revenue_after",
              TableSpec.TOTAL,
              "money",
              "their net revenue within 365 days before the later date")
          .key(FROM_AS_OF, TO_AS_OF, SCHEME, FROM_SEGMENT, TO_SEGMENT, DIRECTION);

  public static final TableSpec SEGMENT_GROWTH =
      pair(
              "segment_growth",
              "how the revenue of a segment's customers grew: of those who were in it at the earlier"
                  + " date, wherever they are now")
          .column(SCHEME, "STRING", "", "the scheme")
          .column("segment", "STRING", "", "the segment at the earlier date")
          .column("customers", "BIGINT", "count", "customers who were in it")
          .column("stayed", "BIGINT", "count", "of these, who are in it at the later date")
          .column(
              "revenue_before",
              TableSpec.TOTAL,
              "money",
              "their net revenue within 365 days before the earlier date")
          .column(
              "revenue_after",
              TableSpec.TOTAL,
              "money",
              "their net revenue within 365 days before the later date")
          .optional(
              "growth",
              TableSpec.SHARE,
              "share",
              "revenue_after / revenue_before − 1; null where the latter is not positive")
          .optional(
              "rank_by_growth",
              "INT",
              "",
              "within the scheme, 1 is first; equal ones share the first rank; null without growth")
          .key(FROM_AS_OF, TO_AS_OF, SCHEME, "segment");

  public static final TableSpec REVENUE_BRIDGE =
      pair(
              "revenue_bridge",
              "from the net revenue of a window at the earlier date to that at the later one: before +"
                  + " new + reactivated + grown + shrunk + lost = after, to the cent")
          .column("window_days", "INT", "days", "the window before each date: 90 or 365")
          .column("position", "INT", "", "order of the steps, from 1")
          .column(
              "step",
              "STRING",
              "",
              "before; new (first purchase not before the earlier date), reactivated (nothing in the"
                  + " window before, a purchase earlier), grown, shrunk, lost (nothing in the window"
                  + " after), unchanged; after")
          .column("customers", "BIGINT", "count", "customers with revenue in either window")
          .column("amount", TableSpec.TOTAL, "money", "what the step adds; less is negative")
          .key(FROM_AS_OF, TO_AS_OF, "window_days", "position");

  public static final TableSpec KPIS =
      figures(TableSpec.snapshot("kpis", "key figures of the snapshot: " + meanings(false)))
          .key("kpi");

  public static final TableSpec PERIOD_KPIS =
      figures(
              pair(
                      "period_kpis",
                      "key figures of what happened between two dates: " + meanings(true))
                  .column("days", "INT", "days", "the days between the dates"))
          .key(FROM_AS_OF, TO_AS_OF, "kpi");

  /** The tables that hold pairs. */
  public static final List<TableSpec> PAIRS =
      List.of(
          SNAPSHOT_PAIRS,
          SEGMENT_CHANGES,
          SEGMENT_MIGRATION,
          SEGMENT_GROWTH,
          REVENUE_BRIDGE,
          PERIOD_KPIS);

  private HistoryTables() {}

  private static TableSpec.Builder pair(String name, String meaning) {
    return TableSpec.snapshot(name, meaning)
        .column(FROM_AS_OF, "DATE", "", "the earlier date")
        .column(TO_AS_OF, "DATE", "", "the later date")
        .column(OTHER_RUN_ID, "STRING", "", "the run of the pair that did not write the row");
  }

  private static String meanings(boolean ofPair) {
    return Arrays.stream(Kpi.values())
        .filter(kpi -> kpi.ofPair() == ofPair)
        .map(kpi -> kpi.key() + " (" + kpi.meaning() + ")")
        .collect(Collectors.joining(", "));
  }

  private static TableSpec.Builder figures(TableSpec.Builder table) {
    return table
        .column("kpi", "STRING", "", "the key figure")
        .column("numerator", TableSpec.TOTAL, "", "customers, or money")
        .column("denominator", TableSpec.TOTAL, "", "the same of all that count")
        .optional(
            "value", TableSpec.SHARE, "share", "numerator / denominator; null where that is 0")
        .optional("goal", TableSpec.SHARE, "share", "what the configuration wants; null for none")
        .optional("met", "BOOLEAN", "", "whether the goal is reached; null without goal or value")
        .column("good", "STRING", "", "which way is good: up or down");
  }

  /** A row of {@link #KPIS}. */
  public record KpiRow(
      String kpi,
      BigDecimal numerator,
      BigDecimal denominator,
      @Nullable BigDecimal value,
      @Nullable BigDecimal goal,
      @Nullable Boolean met,
      String good) {

    /** The figure with its goal. */
    public static KpiRow of(Kpi kpi, Figure figure, @Nullable BigDecimal goal) {
      BigDecimal value = figure.value();
      return new KpiRow(
          kpi.key(),
          figure.numerator(),
          figure.denominator(),
          value,
          goal,
          kpi.met(value, goal),
          kpi.good());
    }
  }

  /** A row of {@link #PERIOD_KPIS}. */
  public record PeriodKpiRow(
      LocalDate fromAsOf,
      LocalDate toAsOf,
      String otherRunId,
      int days,
      String kpi,
      BigDecimal numerator,
      BigDecimal denominator,
      @Nullable BigDecimal value,
      @Nullable BigDecimal goal,
      @Nullable Boolean met,
      String good) {}

  /** What is divided by what. */
  public record Figure(BigDecimal numerator, BigDecimal denominator) {
    private static final int SCALE = 10;

    /** Of counts. */
    public static Figure of(long numerator, long denominator) {
      return new Figure(BigDecimal.valueOf(numerator), BigDecimal.valueOf(denominator));
    }

    /** To ten places, rounded half up; null where there is nothing to divide by. */
    public @Nullable BigDecimal value() {
      return denominator.signum() == 0
          ? null
          : numerator.divide(denominator, SCALE, RoundingMode.HALF_UP);
    }
  }

  /** A row of {@link #SNAPSHOT_PAIRS}. */
  public record PairRow(
      LocalDate fromAsOf,
      LocalDate toAsOf,
      String otherRunId,
      long customersBefore,
      long entries,
      long exits,
      long customersAfter) {}

  /** A row of {@link #SEGMENT_MIGRATION}. */
  public record MigrationRow(
      LocalDate fromAsOf,
      LocalDate toAsOf,
      String otherRunId,
      String scheme,
      @Nullable String fromSegment,
      @Nullable String toSegment,
      String direction,
      boolean definitionChanged,
      long customers,
      BigDecimal revenueBefore,
      BigDecimal revenueAfter) {}

  /** A row of {@link #SEGMENT_GROWTH}. */
  public record GrowthRow(
      LocalDate fromAsOf,
      LocalDate toAsOf,
      String otherRunId,
      String scheme,
      String segment,
      long customers,
      long stayed,
      BigDecimal revenueBefore,
      BigDecimal revenueAfter,
      @Nullable BigDecimal growth,
      @Nullable Integer rankByGrowth) {}

  /** A row of {@link #REVENUE_BRIDGE}. */
  public record BridgeRow(
      LocalDate fromAsOf,
      LocalDate toAsOf,
      String otherRunId,
      int windowDays,
      int position,
      String step,
      long customers,
      BigDecimal amount) {}
}

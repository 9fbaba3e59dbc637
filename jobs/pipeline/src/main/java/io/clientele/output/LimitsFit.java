package io.clientele.output;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;

import io.clientele.feature.Features;
import io.clientele.feature.Span;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.segment.SegmentSummary;
import io.clientele.spine.Output;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Notes where the limits of a scheme do not fit the base. Of a lifecycle, which is a scheme with
 * the parameters {@code active_days} and {@code sleeping_days}: more than 70 % of the buyers are
 * lost, or less than 5 % are active. Of a scheme that looks at the profit of a year and at loyalty
 * periods: the year holds less than two of them, or it is too early to say for 90 % of the buyers.
 * Of the two together: customers whom the one counts as lost and the other puts into its best
 * segment.
 */
public final class LimitsFit implements Output {
  private static final String MARGIN = "contribution_margin_365d";
  private static final String ACTIVE_DAYS = "active_days";
  private static final String SLEEPING_DAYS = "sleeping_days";
  private static final BigDecimal MOST_LOST = new BigDecimal("0.70");
  private static final BigDecimal LEAST_ACTIVE = new BigDecimal("0.05");
  private static final BigDecimal MOST_TOO_EARLY = new BigDecimal("0.90");
  private static final String TOO_EARLY = "too_early";

  @Override
  public String name() {
    return "limits of lifecycles";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of();
  }

  @Override
  public Produced of(SegmentedBase base) {
    List<String> notes = new ArrayList<>();
    long buyers = base.base().accounting().buyers();
    List<Scheme> lifecycles = buyers > 0 ? lifecycles(base) : List.of();
    if (!lifecycles.isEmpty()) {
      Row counted = counted(base, lifecycles);
      lifecycles.forEach(scheme -> check(scheme, counted, buyers, notes));
      lifecycles.forEach(
          scheme -> loyal(base).forEach(loyal -> compare(scheme, loyal, base, counted, notes)));
    }
    base.schemes().forEach(scheme -> checkPeriods(scheme, base, buyers, notes));
    return Produced.notes(notes);
  }

  private static List<Scheme> lifecycles(SegmentedBase base) {
    return base.schemes().stream()
        .filter(
            s -> s.file().parameters().keySet().containsAll(List.of(ACTIVE_DAYS, SLEEPING_DAYS)))
        .toList();
  }

  /** The schemes that measure loyalty by the rhythm of the base and have one best segment. */
  private static List<Scheme> loyal(SegmentedBase base) {
    return base.schemes().stream()
        .filter(s -> s.needs().features().contains(Features.LOYALTY_PERIOD_DAYS))
        .filter(s -> best(s) != null)
        .toList();
  }

  /** The segment of the highest rank, null where none has a rank or two share it. */
  private static @Nullable String best(Scheme scheme) {
    int highest =
        scheme.file().allSegments().stream()
            .filter(s -> s.rank() != null)
            .mapToInt(SegmentRule::rank)
            .max()
            .orElse(0);
    List<String> names =
        scheme.file().allSegments().stream()
            .filter(s -> s.rank() != null && s.rank() == highest)
            .map(SegmentRule::name)
            .toList();
    return names.size() == 1 ? names.get(0) : null;
  }

  /** One job for all lifecycles. */
  private static Row counted(SegmentedBase base, List<Scheme> lifecycles) {
    List<Column> counts = new ArrayList<>();
    for (Scheme scheme : lifecycles) {
      Column lost = col(Features.RECENCY_DAYS).geq(days(scheme, SLEEPING_DAYS));
      counts.add(
          count_if(col(Features.RECENCY_DAYS).lt(days(scheme, ACTIVE_DAYS))).as(active(scheme)));
      counts.add(count_if(lost).as(lost(scheme)));
      for (Scheme loyal : loyal(base)) {
        counts.add(
            count_if(lost.and(col(loyal.name()).equalTo(best(loyal)))).as(both(scheme, loyal)));
      }
    }
    return base.customers()
        .filter(col(Features.FREQUENCY).gt(0))
        .agg(counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new))
        .head();
  }

  private static String active(Scheme scheme) {
    return scheme.name() + ".active";
  }

  private static String lost(Scheme scheme) {
    return scheme.name() + ".lost";
  }

  private static String both(Scheme lifecycle, Scheme loyal) {
    return lifecycle.name() + "." + loyal.name();
  }

  private static void check(Scheme scheme, Row counted, long buyers, List<String> notes) {
    BigDecimal active = share(counted.<Long>getAs(active(scheme)), buyers);
    BigDecimal lost = share(counted.<Long>getAs(lost(scheme)), buyers);
    if (lost.compareTo(MOST_LOST) > 0 || active.compareTo(LEAST_ACTIVE) < 0) {
      notes.add(
          scheme.name()
              + ": its limits do not fit this base ("
              + lost.movePointRight(2)
              + " % lost, "
              + active.movePointRight(2)
              + " % active); try bin/clientele calibrate with the same --config");
    }
  }

  private static void compare(
      Scheme lifecycle, Scheme loyal, SegmentedBase base, Row counted, List<String> notes) {
    long both = counted.<Long>getAs(both(lifecycle, loyal));
    if (both > 0) {
      notes.add(
          (both == 1 ? "1 customer is " : both + " customers are ")
              + best(loyal)
              + " in "
              + loyal.name()
              + " and lost in "
              + lifecycle.name()
              + ", with no purchase for "
              + days(lifecycle, SLEEPING_DAYS)
              + " days or more, which is no long silence where a loyalty period is "
              + base.base().statistics().loyaltyPeriodDays()
              + " days; raise sleeping_days of "
              + lifecycle.name()
              + ", or see what bin/clientele calibrate proposes");
    }
  }

  private static void checkPeriods(
      Scheme scheme, SegmentedBase base, long buyers, List<String> notes) {
    Set<String> features = scheme.needs().features();
    boolean looksAtPeriods = features.contains(Features.LOYALTY_PERIOD_DAYS);
    int period = base.base().statistics().loyaltyPeriodDays();
    boolean short365 = 2 * period > Span.YEAR_DAYS;
    if (looksAtPeriods && features.contains(MARGIN) && short365) {
      notes.add(
          scheme.name()
              + ": "
              + period
              + " days pass between most purchases, so that its profit window of "
              + Span.YEAR_DAYS
              + " days holds less than two of them; add "
              + 2 * period
              + " to windows_days and use contribution_margin_"
              + 2 * period
              + "d and frequency_"
              + 2 * period
              + "d in a copy of the scheme");
    }
    SegmentSummary.Totals early =
        base.summary().get(new SegmentSummary.Cell(scheme.name(), TOO_EARLY));
    if (looksAtPeriods && early != null && buyers > 0) {
      BigDecimal share = share(early.customers(), buyers);
      if (share.compareTo(MOST_TOO_EARLY) >= 0) {
        notes.add(
            scheme.name()
                + ": it is too early to say of "
                + share.movePointRight(2)
                + " % of the buyers, whose first purchase lies less than two loyalty periods ("
                + 2 * period
                + " days) back");
      }
    }
  }

  private static BigDecimal days(Scheme scheme, String parameter) {
    return new BigDecimal(String.valueOf(scheme.file().parameters().get(parameter)));
  }

  private static BigDecimal share(long part, long whole) {
    return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 3, RoundingMode.HALF_UP);
  }
}

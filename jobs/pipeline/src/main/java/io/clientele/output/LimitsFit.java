package io.clientele.output;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;

import io.clientele.feature.Features;
import io.clientele.scheme.Scheme;
import io.clientele.spine.Output;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Notes where the limits of a lifecycle do not fit the base: more than 70 % of its customers are
 * lost, or less than 5 % are active. A lifecycle is a scheme with the parameters {@code
 * active_days} and {@code sleeping_days}.
 */
public final class LimitsFit implements Output {
  private static final String ACTIVE_DAYS = "active_days";
  private static final String SLEEPING_DAYS = "sleeping_days";
  private static final BigDecimal MOST_LOST = new BigDecimal("0.70");
  private static final BigDecimal LEAST_ACTIVE = new BigDecimal("0.05");

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
    long customers = base.base().accounting().customers();
    for (Scheme scheme : base.schemes()) {
      if (customers > 0
          && scheme.file().parameters().containsKey(ACTIVE_DAYS)
          && scheme.file().parameters().containsKey(SLEEPING_DAYS)) {
        check(scheme, base, customers, notes);
      }
    }
    return Produced.notes(notes);
  }

  private static void check(Scheme scheme, SegmentedBase base, long customers, List<String> notes) {
    Row counted =
        base.customers()
            .filter(col(Features.FREQUENCY).gt(0))
            .agg(
                count_if(col(Features.RECENCY_DAYS).lt(days(scheme, ACTIVE_DAYS))).as("active"),
                count_if(col(Features.RECENCY_DAYS).geq(days(scheme, SLEEPING_DAYS))).as("lost"))
            .head();
    BigDecimal active = share(counted.<Long>getAs("active"), customers);
    BigDecimal lost = share(counted.<Long>getAs("lost"), customers);
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

  private static BigDecimal days(Scheme scheme, String parameter) {
    return new BigDecimal(String.valueOf(scheme.file().parameters().get(parameter)));
  }

  private static BigDecimal share(long part, long whole) {
    return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 3, RoundingMode.HALF_UP);
  }
}

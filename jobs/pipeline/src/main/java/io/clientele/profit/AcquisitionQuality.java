package io.clientele.profit;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.clientele.feature.Facts;
import io.clientele.feature.Features;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** What the customers of each acquisition channel are worth: one bounded job over the features. */
public final class AcquisitionQuality {
  /** The feature that names the channel. */
  public static final String CHANNEL = "acquisition_channel";

  private static final String TOTAL = "decimal(38,4)";
  private static final int MOST = 500;
  private static final int COUNTS = 4;

  private AcquisitionQuality() {}

  /** The rows of {@code acquisition_quality}, the largest channel first. */
  public static List<Row> of(Dataset<Row> features, MarginSteps steps) {
    Column none = lit(null).cast("decimal(18,4)");
    Column margin = steps.areTold() ? col(MarginSteps.CONTRIBUTION) : none;
    Column cost = steps.tellsAcquisition() ? col(Facts.ACQUISITION_COST) : none;
    Dataset<Row> channels =
        features
            .groupBy(coalesce(col(CHANNEL), lit("unknown")).as("channel"))
            .agg(
                count(lit(1)).as("customers"),
                functions.count_if(col(Features.FREQUENCY).gt(0)),
                functions.count_if(col("purchase_days").geq(2)),
                functions.count_if(coalesce(margin.lt(BigDecimal.ZERO), lit(false))),
                sum(col(Features.MONETARY)).cast(TOTAL),
                sum(margin).cast(TOTAL),
                sum(cost).cast(TOTAL));
    List<Row> found =
        channels.orderBy(desc("customers"), col("channel")).limit(MOST + 1).collectAsList();
    if (found.size() <= MOST) {
      return found.stream().map(row -> row(row.getString(0), row)).toList();
    }
    // Nothing is left out: what is too small to be named is added up.
    List<Object> named = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (Row row : found.subList(0, MOST)) {
      named.add(row.getString(0));
      rows.add(row(row.getString(0), row));
    }
    List<Column> sums = new ArrayList<>();
    for (String name : channels.columns()) {
      sums.add(name.equals("channel") ? functions.max(name) : sum(col("`" + name + "`")));
    }
    Row rest =
        channels
            .filter(col("channel").isin(named.toArray()).equalTo(false))
            .agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new))
            .head();
    rows.add(row("other channels", rest));
    return rows;
  }

  private static Row row(String channel, Row sums) {
    long customers = sums.getLong(1);
    BigDecimal margin = money(sums, COUNTS + 2);
    BigDecimal cost = money(sums, COUNTS + 3);
    return RowFactory.create(
        channel,
        customers,
        sums.getLong(2),
        sums.getLong(3),
        sums.getLong(4),
        money(sums, COUNTS + 1),
        margin,
        cost,
        margin == null || cost == null || cost.signum() == 0
            ? null
            : margin.divide(cost, 10, RoundingMode.HALF_UP),
        margin == null
            ? null
            : margin.divide(BigDecimal.valueOf(customers), 4, RoundingMode.HALF_UP));
  }

  private static @Nullable BigDecimal money(Row sums, int at) {
    return sums.isNullAt(at) ? null : sums.getDecimal(at).setScale(4, RoundingMode.UNNECESSARY);
  }
}

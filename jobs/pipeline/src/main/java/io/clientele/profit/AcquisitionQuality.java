package io.clientele.profit;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.clientele.feature.Features;
import io.clientele.feature.OptionalFeatures;
import io.clientele.table.ProfitTables.AcquisitionQualityRow;
import io.clientele.table.Records;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** What the customers of each acquisition channel are worth: one bounded job over the features. */
public final class AcquisitionQuality {
  /** The feature that names the channel. */
  public static final String CHANNEL = "acquisition_channel";

  private static final String TOTAL = "decimal(38,4)";
  private static final int MOST = 500;

  private AcquisitionQuality() {}

  /** The rows of {@code acquisition_quality}, the largest channel first. */
  public static List<AcquisitionQualityRow> of(Dataset<Row> features, MarginSteps steps) {
    Column none = lit(null).cast("decimal(18,4)");
    Column margin = steps.areTold() ? col(MarginSteps.CONTRIBUTION) : none;
    Column cost = steps.tellsAcquisition() ? col(OptionalFeatures.ACQUISITION_COST) : none;
    Dataset<Row> channels =
        features
            .groupBy(coalesce(col(CHANNEL), lit("unknown")).as("channel"))
            .agg(
                count(lit(1)).as("customers"),
                functions.count_if(col(Features.FREQUENCY).gt(0)).as("buyers"),
                functions.count_if(col("purchase_days").geq(2)).as("repeat_buyers"),
                functions
                    .count_if(coalesce(margin.lt(BigDecimal.ZERO), lit(false)))
                    .as("losing_customers"),
                sum(col(Features.MONETARY)).cast(TOTAL).as("revenue"),
                sum(margin).cast(TOTAL).as("contribution_margin"),
                sum(cost).cast(TOTAL).as("acquisition_cost"));
    List<Row> found =
        channels.orderBy(desc("customers"), col("channel")).limit(MOST + 1).collectAsList();
    List<Sums> named = Records.of(Sums.class, found.subList(0, Math.min(MOST, found.size())));
    List<AcquisitionQualityRow> rows = new ArrayList<>(named.stream().map(Sums::row).toList());
    if (found.size() > MOST) {
      // Nothing is left out: what is too small to be named is added up.
      rows.add(others(channels, named));
    }
    return rows;
  }

  private static AcquisitionQualityRow others(Dataset<Row> channels, List<Sums> named) {
    List<Column> sums = new ArrayList<>();
    for (String name : channels.columns()) {
      boolean text = name.equals("channel");
      sums.add((text ? lit("other channels") : sum(col(name))).as(name));
    }
    Object[] names = named.stream().map(Sums::channel).toArray();
    List<Row> rest =
        channels
            .filter(functions.not(col("channel").isin(names)))
            .agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new))
            .collectAsList();
    return Records.of(Sums.class, rest).get(0).row();
  }

  /** What is added up for a channel. */
  record Sums(
      String channel,
      long customers,
      long buyers,
      long repeatBuyers,
      long losingCustomers,
      BigDecimal revenue,
      @Nullable BigDecimal contributionMargin,
      @Nullable BigDecimal acquisitionCost) {

    AcquisitionQualityRow row() {
      BigDecimal margin = money(contributionMargin);
      BigDecimal cost = money(acquisitionCost);
      return new AcquisitionQualityRow(
          channel,
          customers,
          buyers,
          repeatBuyers,
          losingCustomers,
          revenue.setScale(4, RoundingMode.UNNECESSARY),
          margin,
          cost,
          margin == null || cost == null || cost.signum() == 0
              ? null
              : margin.divide(cost, 10, RoundingMode.HALF_UP),
          margin == null
              ? null
              : margin.divide(BigDecimal.valueOf(customers), 4, RoundingMode.HALF_UP));
    }

    private static @Nullable BigDecimal money(@Nullable BigDecimal sum) {
      return sum == null ? null : sum.setScale(4, RoundingMode.UNNECESSARY);
    }
  }
}

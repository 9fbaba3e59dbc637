package io.clientele.scoring;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.clientele.config.GroupFloor;
import io.clientele.feature.Feature;
import io.clientele.feature.Staged;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Finds the values of a feature that enough buyers have to be groups of their own. */
public final class GroupSizes {
  private static final int MOST = 98;

  private GroupSizes() {}

  /**
   * The groups: one job, whose answer has at most {@value #MOST} rows and one whatever the number
   * of values. Of too many values the more frequent are groups, then the first in their order.
   *
   * @param customers {@link Staged} rows of customers
   * @param feature a text
   */
  public static Grouping of(Dataset<Row> customers, Feature feature, GroupFloor floor) {
    Column value = Objects.requireNonNull(feature.formula()).cast(feature.type().ddl());
    Column everybody = struct(lit(true).as("all"), lit(null).cast("string").as("value"));
    Column own = struct(lit(false).as("all"), value.as("value"));
    List<Row> rows =
        customers
            .filter(col(Staged.FREQUENCY).gt(0))
            .select(explode(array(everybody, own)).as("of"))
            .groupBy(col("of.all"), col("of.value"))
            .agg(count(lit(1)).as("buyers"))
            .filter(
                col("all").or(col("value").isNotNull().and(col("buyers").geq(floor.leastBuyers()))))
            .orderBy(col("all").desc(), col("buyers").desc(), col("value"))
            .limit(MOST + 1)
            .collectAsList();
    List<String> values = new ArrayList<>();
    if (!rows.isEmpty()) {
      BigDecimal least = floor.share().multiply(buyers(rows.get(0)));
      rows.stream()
          .skip(1)
          .filter(row -> buyers(row).compareTo(least) >= 0)
          .forEach(row -> values.add(row.getAs("value")));
    }
    return Grouping.of(feature.name(), values);
  }

  private static BigDecimal buyers(Row row) {
    return BigDecimal.valueOf(row.<Long>getAs("buyers"));
  }
}

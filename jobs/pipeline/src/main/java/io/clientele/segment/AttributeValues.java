package io.clientele.segment;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.clientele.feature.Features;
import io.clientele.scheme.AttributeRule;
import io.clientele.scheme.Population;
import io.clientele.scheme.Scheme;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The values that are segments of attribute schemes: those that reach the floor. One job for all
 * schemes; as a floor is at least 0.001, at most a thousand values a scheme are collected.
 */
public final class AttributeValues {
  private AttributeValues() {}

  /**
   * The schemes with the segments that the data have.
   *
   * @param parties one row a customer or lead, with the attributes' columns
   * @param buyers how many customers have bought
   * @param all how many parties there are
   */
  public static List<Scheme> resolve(
      List<Scheme> schemes, Dataset<Row> parties, long buyers, long all) {
    Map<String, List<String>> values = new HashMap<>();
    List<Column> stacked = new ArrayList<>();
    Column enough = lit(false);
    for (Scheme scheme : schemes) {
      AttributeRule attribute = scheme.file().attribute();
      if (attribute != null) {
        boolean onlyBuyers = scheme.file().population() == Population.BUYERS;
        Column value = col(attribute.feature());
        stacked.add(
            struct(
                lit(scheme.name()).as("scheme"),
                (onlyBuyers ? when(col(Features.FREQUENCY).gt(0), value) : value).as("value")));
        long least =
            attribute
                .floor()
                .multiply(BigDecimal.valueOf(onlyBuyers ? buyers : all))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
        enough = enough.or(col("scheme").equalTo(scheme.name()).and(col("parties").geq(least)));
        values.put(scheme.name(), new ArrayList<>());
      }
    }
    if (stacked.isEmpty()) {
      return schemes;
    }
    parties
        .select(explode(array(stacked.toArray(Column[]::new))).as("s"))
        .select(col("s.scheme"), col("s.value"))
        .filter(col("value").isNotNull())
        .groupBy(col("scheme"), col("value"))
        .agg(count(lit(1)).as("parties"))
        .filter(enough)
        .orderBy(col("scheme"), col("parties").desc(), col("value"))
        .collectAsList()
        .forEach(
            row ->
                values
                    .computeIfAbsent(row.getAs("scheme"), name -> new ArrayList<>())
                    .add(row.getAs("value")));
    List<Scheme> resolved = new ArrayList<>();
    for (Scheme scheme : schemes) {
      List<String> own = values.get(scheme.name());
      resolved.add(own == null ? scheme : scheme.resolved(own));
    }
    return resolved;
  }
}

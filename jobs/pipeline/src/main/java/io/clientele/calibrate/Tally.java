package io.clientele.calibrate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many customers each part of several divisions has.
 *
 * @param counts customers by division and part; parts without customers are missing
 */
public record Tally(Map<String, Map<String, Long>> counts) {

  /** Counts all variants in one job. */
  public static Tally of(Dataset<Row> customers, List<Variant> variants) {
    Column[] cells =
        variants.stream()
            .map(
                variant ->
                    struct(
                        lit(key(variant.subject(), variant.name())).as("division"),
                        variant.value().cast("string").as("part")))
            .toArray(Column[]::new);
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    customers
        .select(explode(array(cells)).as("cell"))
        .select(col("cell.division"), col("cell.part"))
        .filter(col("part").isNotNull())
        .groupBy(col("division"), col("part"))
        .agg(count(lit(1)).as("customers"))
        .collectAsList()
        .forEach(
            row ->
                counts
                    .computeIfAbsent(row.getAs("division"), division -> new TreeMap<>())
                    .put(row.getAs("part"), row.<Long>getAs("customers")));
    return new Tally(counts);
  }

  /** How many customers one variant puts into one part. */
  public long customers(String subject, String variant, String part) {
    return counts.getOrDefault(key(subject, variant), Map.of()).getOrDefault(part, 0L);
  }

  private static String key(String subject, String variant) {
    return subject + "/" + variant;
  }
}

package io.clientele.scoring;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * How the values of one series lie: bins that do not look at the data. Every value up to 1,023 on
 * either side of 0 has a bin of its own; larger ones share 512 bins an octave, none wider than 0.2
 * % of its values, at most 56,000 in all.
 *
 * @param bins those that hold a customer, by ascending value
 */
public record Histogram(List<Bin> bins) {
  private static final int PRECISION_BITS = 9;

  private static final UserDefinedFunction BIN_OF =
      udf((UDF1<Long, Integer>) value -> Buckets.of(value, PRECISION_BITS), DataTypes.IntegerType);

  /**
   * Customers whose values are not told apart.
   *
   * @param customers how many, at least one
   * @param sum of their values
   * @param least of their values
   * @param greatest of their values
   */
  public record Bin(long customers, BigInteger sum, long least, long greatest) {}

  /**
   * The histograms of several series: one job.
   *
   * @param customers one row a customer
   * @param series the series' numbers, each with its BIGINT value; a null is not in the series
   */
  public static Map<Integer, Histogram> of(Dataset<Row> customers, Map<Integer, Column> series) {
    List<Column> stacked = new ArrayList<>();
    series.forEach(
        (number, value) -> stacked.add(struct(lit(number).as("series"), value.as("value"))));
    Map<Integer, List<Bin>> bins = new TreeMap<>();
    series.keySet().forEach(number -> bins.put(number, new ArrayList<>()));
    customers
        .select(explode(array(stacked.toArray(Column[]::new))).as("s"))
        .select(col("s.series"), col("s.value"))
        .filter(col("value").isNotNull())
        .groupBy(col("series"), BIN_OF.apply(col("value")).as("bin"))
        .agg(
            count(lit(1)).as("customers"),
            sum(col("value").cast("decimal(20,0)")).as("sum"),
            min(col("value")).as("least"),
            max(col("value")).as("greatest"))
        .collectAsList()
        .forEach(
            row ->
                bins.getOrDefault(row.<Integer>getAs("series"), new ArrayList<>())
                    .add(
                        new Bin(
                            row.<Long>getAs("customers"),
                            row.<BigDecimal>getAs("sum").toBigIntegerExact(),
                            row.<Long>getAs("least"),
                            row.<Long>getAs("greatest"))));
    Map<Integer, Histogram> histograms = new TreeMap<>();
    bins.forEach(
        (number, own) -> {
          own.sort(Comparator.comparingLong(Bin::least));
          histograms.put(number, new Histogram(List.copyOf(own)));
        });
    return histograms;
  }
}

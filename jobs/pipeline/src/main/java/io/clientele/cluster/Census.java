package io.clientele.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * How many buyers there are by the first four digits of their hash, and how many lack each feature:
 * one job whose result has at most 65,536 rows, whatever the base.
 *
 * @param byPrefix customers by prefix, ascending
 * @param unusable customers without a finite value, by feature; features that all have are left out
 */
record Census(TreeMap<String, Long> byPrefix, Map<String, Long> unusable) {
  private static final int DIGITS = 4;

  static Census of(Buyers buyers) {
    List<Column> sums = new ArrayList<>();
    for (int i = 0; i < buyers.features().size(); i++) {
      Column value = col(Buyers.VALUES + ".v" + i);
      Column infinite = value.isin(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
      sums.add(
          sum(when(value.isNull().or(value.isNaN()).or(infinite), 1).otherwise(0))
              .as("missing_" + i));
    }
    TreeMap<String, Long> byPrefix = new TreeMap<>();
    long[] missing = new long[sums.size()];
    List<Row> rows =
        buyers
            .hashed()
            .groupBy(col(Buyers.HASH).substr(1, DIGITS).as("prefix"))
            .agg(count(lit(1)).as("customers"), sums.toArray(Column[]::new))
            .collectAsList();
    for (Row row : rows) {
      byPrefix.put(row.getAs("prefix"), row.getAs("customers"));
      for (int i = 0; i < missing.length; i++) {
        missing[i] += row.<Long>getAs("missing_" + i);
      }
    }
    Map<String, Long> unusable = new LinkedHashMap<>();
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] > 0) {
        unusable.put(buyers.features().get(i), missing[i]);
      }
    }
    return new Census(byPrefix, unusable);
  }

  long customers() {
    return byPrefix.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The n-th smallest hash, exactly; null where no more than n customers are there. Only the hashes
   * of one prefix are looked at, the one in which the n-th lies.
   */
  @Nullable String threshold(Buyers buyers, int n) {
    if (customers() <= n) {
      return null;
    }
    long before = 0;
    for (Map.Entry<String, Long> prefix : byPrefix.entrySet()) {
      if (before + prefix.getValue() >= n) {
        Dataset<Row> inside =
            buyers
                .hashed()
                .select(col(Buyers.HASH))
                .filter(col(Buyers.HASH).startsWith(prefix.getKey()))
                .orderBy(col(Buyers.HASH))
                .limit(Math.toIntExact(n - before));
        List<Row> rows = inside.collectAsList();
        return Objects.requireNonNull(rows.get(rows.size() - 1).<String>getAs(Buyers.HASH));
      }
      before += prefix.getValue();
    }
    throw new IllegalStateException("fewer customers than were counted");
  }
}

package io.clientele.ordering;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Rows that hold each value once and belong to several series: first the codes, whose series are
 * code, code + 1 and so on, then as many values. Read in place, because a row for each series and
 * value of every customer would be many times the base.
 *
 * @param codes how many INT columns stand first; null where the row is in no series of the code
 * @param values how many BIGINT columns follow
 */
record StackedRows(int codes, int values) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Receives what a row holds. */
  interface Receiver {
    void accept(int series, int bucket, long value);
  }

  void read(Row row, Receiver receiver) {
    for (int i = 0; i < values; i++) {
      if (!row.isNullAt(codes + i)) {
        long value = row.getLong(codes + i);
        int bucket = Buckets.of(value);
        for (int code = 0; code < codes; code++) {
          if (!row.isNullAt(code)) {
            receiver.accept(row.getInt(code) + i, bucket, value);
          }
        }
      }
    }
  }

  /** Customers, sum and least value by series and bucket, of one partition. */
  Iterator<Row> totals(Iterator<Row> rows) {
    Map<Integer, Map<Integer, Total>> totals = new HashMap<>();
    while (rows.hasNext()) {
      read(
          rows.next(),
          (series, bucket, value) ->
              totals
                  .computeIfAbsent(series, key -> new HashMap<>())
                  .computeIfAbsent(bucket, key -> new Total())
                  .add(value));
    }
    List<Row> found = new ArrayList<>();
    totals.forEach(
        (series, buckets) ->
            buckets.forEach((bucket, total) -> found.add(total.row(series, bucket))));
    return found.iterator();
  }

  private static final class Total {
    private long customers;
    private long least = Long.MAX_VALUE;
    private long sum;
    private BigInteger carried = BigInteger.ZERO;

    void add(long value) {
      customers++;
      least = Math.min(least, value);
      long next = sum + value;
      // The sign of both differs from that of the result where a long is too short.
      if (((sum ^ next) & (value ^ next)) < 0) {
        carried = carried.add(BigInteger.valueOf(sum));
        next = value;
      }
      sum = next;
    }

    Row row(int series, int bucket) {
      return RowFactory.create(
          series, bucket, customers, new BigDecimal(carried.add(BigInteger.valueOf(sum))), least);
    }
  }
}

package io.clientele.scoring;

import io.clientele.spark.WideSum;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

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
    List<@Nullable Sheet> sheets = new ArrayList<>();
    while (rows.hasNext()) {
      read(rows.next(), (series, bucket, value) -> sheet(sheets, series).total(bucket).add(value));
    }
    List<Row> found = new ArrayList<>();
    for (int series = 0; series < sheets.size(); series++) {
      Sheet sheet = sheets.get(series);
      if (sheet != null) {
        sheet.rows(series, found);
      }
    }
    return found.iterator();
  }

  private static Sheet sheet(List<@Nullable Sheet> sheets, int series) {
    while (sheets.size() <= series) {
      sheets.add(null);
    }
    Sheet sheet = sheets.get(series);
    if (sheet == null) {
      sheet = new Sheet();
      sheets.set(series, sheet);
    }
    return sheet;
  }

  /** The totals of one series, found by place: this is asked for every value of every customer. */
  private static final class Sheet {
    private static final int CHUNK_BITS = 6;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private final @Nullable Total[][] chunks = new Total[((2 * Buckets.MOST) >>> CHUNK_BITS) + 1][];

    Total total(int bucket) {
      int place = bucket + Buckets.MOST;
      @Nullable Total[] chunk = chunks[place >>> CHUNK_BITS];
      if (chunk == null) {
        chunk = new Total[CHUNK];
        chunks[place >>> CHUNK_BITS] = chunk;
      }
      Total total = chunk[place & (CHUNK - 1)];
      if (total == null) {
        total = new Total();
        chunk[place & (CHUNK - 1)] = total;
      }
      return total;
    }

    void rows(int series, List<Row> into) {
      for (int place = 0; place <= 2 * Buckets.MOST; place++) {
        @Nullable Total[] chunk = chunks[place >>> CHUNK_BITS];
        Total total = chunk == null ? null : chunk[place & (CHUNK - 1)];
        if (total != null) {
          into.add(total.row(series, place - Buckets.MOST));
        }
      }
    }
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
      BigInteger exact = carried.add(BigInteger.valueOf(sum));
      return RowFactory.create(
          series, bucket, customers, WideSum.high(exact), WideSum.low(exact), least);
    }
  }
}

package io.clientele.cluster;

import io.clientele.support.Sparks;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Customers around planted centres, log-normal as real ones are, with the truth beside them. */
final class Planted {
  static final List<String> FEATURES = List.of("recency_days", "frequency", "monetary");

  /** Typical recency, frequency and money of each planted cluster. */
  private static final double[][] CENTRES = {
    {8, 30, 9000}, {15, 3, 200}, {70, 9, 1200}, {250, 2, 120}, {300, 14, 20_000}
  };

  private Planted() {}

  /** A row a customer: features and the number of its planted cluster from 0. */
  static Dataset<Row> customers(int count) {
    Random random = new Random(42);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int truth = i % CENTRES.length;
      double[] values = new double[3];
      for (int d = 0; d < 3; d++) {
        values[d] = CENTRES[truth][d] * Math.exp(0.14 * random.nextGaussian());
      }
      rows.add(
          RowFactory.create(
              "c" + i,
              Math.round(values[0]),
              Math.max(1, Math.round(values[1])),
              BigDecimal.valueOf(values[2]).setScale(4, RoundingMode.HALF_UP),
              truth));
    }
    return Sparks.session()
        .createDataFrame(
            rows,
            StructType.fromDDL(
                "customer_id STRING, recency_days BIGINT, frequency BIGINT, monetary"
                    + " DECIMAL(18,4), truth INT"));
  }
}

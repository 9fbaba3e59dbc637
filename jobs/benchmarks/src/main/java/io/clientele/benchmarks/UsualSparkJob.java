package io.clientele.benchmarks;

import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.spark.sql.SparkSession;

/**
 * RFM, ABC, lifecycle and the Lorenz curve the way they are usually written for Spark, as a program
 * of its own: input, output directory and as-of date are its arguments.
 */
public final class UsualSparkJob {
  private UsualSparkJob() {}

  /** Runs the script on all cores with Spark's own settings. */
  public static void main(String[] arguments) throws Exception {
    Path output = Path.of(arguments[1]);
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[*]")
            .appName("usual")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", output.resolve("warehouse").toUri().toString())
            .getOrCreate()) {
      for (String sql :
          SqlScript.statements(
              "usual-spark.sql", Path.of(arguments[0]), output, LocalDate.parse(arguments[2]))) {
        spark.sql(sql);
      }
    }
  }
}

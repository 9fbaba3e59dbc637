package io.clientele.support;

import io.clientele.run.Sessions;
import java.time.ZoneId;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The one session that all tests of a JVM share: a real local Spark with Delta. */
public final class Sparks {
  private static SparkSession session;

  private Sparks() {}

  public static synchronized SparkSession session() {
    if (session == null) {
      session =
          Sessions.start(
              "local[2]",
              ZoneId.of("UTC"),
              Map.of(
                  "spark.sql.shuffle.partitions",
                  "4",
                  // Each test has lakes of its own: what is known of those of others is let go.
                  "spark.databricks.delta.delta.log.cacheSize",
                  "80",
                  "spark.sql.warehouse.dir",
                  System.getProperty("test.warehouse", "target/warehouse")));
    }
    return session;
  }

  /** As a run would set it: the session's zone is the base's. */
  public static SparkSession session(ZoneId zone) {
    SparkSession spark = session();
    spark.conf().set("spark.sql.session.timeZone", zone.getId());
    return spark;
  }
}

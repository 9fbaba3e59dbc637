package io.clientele.support;

import io.clientele.run.Sessions;
import java.time.ZoneId;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The one session that all tests of a JVM share: a real local Spark with Delta. */
public final class Sparks {
  private static SparkSession session;
  private static SparkSession toys;

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

  /**
   * For a handful of rows: generating and compiling code would take longer than interpreting. What
   * the same rules say in generated code is held by the golden run and the real bases.
   */
  public static synchronized SparkSession toys(ZoneId zone) {
    if (toys == null) {
      toys = session().newSession();
      toys.conf().set("spark.sql.codegen.wholeStage", "false");
      toys.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
      toys.conf().set("spark.sql.shuffle.partitions", "2");
    }
    toys.conf().set("spark.sql.session.timeZone", zone.getId());
    SparkSession.setActiveSession(toys);
    return toys;
  }

  /** The same in UTC. */
  public static SparkSession toys() {
    return toys(ZoneId.of("UTC"));
  }

  /** As a run would set it: the session's zone is the base's. */
  public static SparkSession session(ZoneId zone) {
    SparkSession spark = session();
    spark.conf().set("spark.sql.session.timeZone", zone.getId());
    return spark;
  }
}

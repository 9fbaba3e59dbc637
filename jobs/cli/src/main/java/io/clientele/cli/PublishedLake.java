package io.clientele.cli;

import io.clientele.config.BaseConfig;
import io.clientele.lake.Lake;
import io.clientele.lake.Pointer;
import java.time.Clock;
import org.apache.spark.sql.SparkSession;

/**
 * A lake as commands read it that publish nothing.
 *
 * @param state which runs count, read once
 */
record PublishedLake(Lake lake, Pointer.State state) {

  static PublishedLake of(SparkSession spark, BaseConfig config) {
    Lake lake = new Lake(spark, config.lake());
    Pointer pointer =
        new Pointer(
            spark, lake, config.base(), config.currency(), Clock.systemUTC(), holder -> false);
    return new PublishedLake(lake, pointer.read());
  }
}

package io.clientele.run;

import io.clientele.config.BaseConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/**
 * Lets Spark interpret the plans of a run that reads little: generating and compiling code for them
 * would take longer than what the code saves. Results are the same.
 */
final class Interpretation implements AutoCloseable {
  /** Some 250 thousand lines; measured up to 160 thousand: see docs/performance.md. */
  private static final long MOST_BYTES = 24L << 20;

  private static final String WHOLE_STAGE = "spark.sql.codegen.wholeStage";

  private static final Map<String, String> INTERPRETING =
      Map.of(WHOLE_STAGE, "false", "spark.sql.codegen.factoryMode", "NO_CODEGEN");

  private final SparkSession spark;
  private final Map<String, String> before = new LinkedHashMap<>();

  private Interpretation(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Begins where the inputs are small and the configuration does not say otherwise.
   *
   * @param bytes of all inputs as plain text; empty where they are not known
   */
  static Interpretation begin(SparkSession spark, BaseConfig config, OptionalLong bytes) {
    Interpretation begun = new Interpretation(spark);
    boolean small = bytes.isPresent() && bytes.getAsLong() <= MOST_BYTES;
    if (small && !config.spark().containsKey(WHOLE_STAGE)) {
      INTERPRETING.forEach(
          (key, value) -> {
            begun.before.put(key, spark.conf().get(key));
            spark.conf().set(key, value);
          });
    }
    return begun;
  }

  @Override
  public void close() {
    before.forEach((key, value) -> spark.conf().set(key, value));
  }
}

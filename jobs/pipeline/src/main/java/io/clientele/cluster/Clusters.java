package io.clientele.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.clientele.config.ClusterConfig;
import io.clientele.failure.DataRefusedException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The clusters of a base.
 *
 * @param model who belongs where
 * @param fitting how they were found; empty where an earlier model was used again
 * @param portraits what the sample says of each, by number
 * @param sampled customers of the sample
 * @param customers buyers of the base
 */
public record Clusters(
    ClusterModel model,
    Optional<Fitting> fitting,
    List<ClusterProfile> portraits,
    int sampled,
    long customers) {
  public static final String CLUSTER = "cluster";
  public static final String DISTANCE = "distance";

  /** Decimal places of distances. */
  public static final int DISTANCE_SCALE = 6;

  private static final String PLACED = "placed";

  /**
   * Finds them.
   *
   * @param earlier the model of an earlier run, if any
   * @param reuse whether that model is used again as it is; else it only lends its numbers
   * @throws DataRefusedException if the buyers cannot be clustered as configured
   */
  public static Clusters of(
      Buyers buyers, ClusterConfig config, Optional<ClusterModel> earlier, boolean reuse) {
    Census census = Census.of(buyers);
    refuseMissing(config, census);
    try (Sample sample = Sample.of(buyers, census, config.sample())) {
      int[] before = earlier.map(model -> model.numbers(sample.values())).orElse(new int[0]);
      Optional<Fitting> fitting = Optional.empty();
      ClusterModel model;
      if (reuse && earlier.isPresent()) {
        model = earlier.get();
      } else {
        Fitting fitted = Fitting.of(sample, config);
        fitting = Optional.of(fitted);
        model = fitted.model();
        if (earlier.isPresent()) {
          CentroidModel continued =
              Numbering.continued(
                  model.division(), fitted.chosen().labels(), earlier.get(), before);
          model = new ClusterModel(model.featureSet(), model.scaling(), continued);
        }
      }
      return new Clusters(
          model,
          fitting,
          ClusterProfile.of(model, sample, buyers.described(), before),
          sample.ids().size(),
          census.customers());
    }
  }

  private static void refuseMissing(ClusterConfig config, Census census) {
    List<String> refused = new ArrayList<>();
    config.features().stream()
        .filter(feature -> feature.fill() == null)
        .forEach(
            feature -> {
              Long unusable = census.unusable().get(feature.name());
              if (unusable != null) {
                refused.add(
                    feature.name() + " of " + unusable + " of " + census.customers() + " buyers");
              }
            });
    if (!refused.isEmpty()) {
      throw new DataRefusedException(
          "clusters.features: there is no finite value for "
              + String.join(", ", refused)
              + ". Say what it counts as, such as clusters.transforms.NAME.fill: 0, or leave the"
              + " feature out. Nothing was published; the last good run stays.");
    }
  }

  /**
   * The buyers with their cluster's number and their distance to its centre, in standard
   * deviations; row by row, without a shuffle.
   */
  public Dataset<Row> assign(Buyers buyers) {
    StructType placed =
        new StructType()
            .add(CLUSTER, DataType.fromDDL("INT"), false)
            .add(DISTANCE, DataType.fromDDL("DECIMAL(18," + DISTANCE_SCALE + ")"), false);
    ClusterModel who = model;
    Column place =
        udf((UDF1<Row, Row>) values -> place(who, Buyers.numbers(values)), placed)
            .apply(Buyers.values(buyers.features()));
    return buyers
        .rows()
        .withColumn(PLACED, place)
        .withColumn(CLUSTER, col(PLACED + "." + CLUSTER))
        .withColumn(DISTANCE, col(PLACED + "." + DISTANCE))
        .drop(PLACED);
  }

  private static Row place(ClusterModel model, double[] values) {
    double[] point = model.scaling().point(values);
    Centroid centre = model.division().centres().get(model.division().indexOf(point));
    return RowFactory.create(
        centre.number(),
        BigDecimal.valueOf(Math.sqrt(centre.squaredDistance(point)))
            .setScale(DISTANCE_SCALE, RoundingMode.HALF_UP));
  }

  /** Named by number, for tables. */
  public Map<Integer, ClusterProfile> byNumber() {
    Map<Integer, ClusterProfile> byNumber = new java.util.TreeMap<>();
    portraits.forEach(portrait -> byNumber.put(portrait.number(), portrait));
    return byNumber;
  }
}

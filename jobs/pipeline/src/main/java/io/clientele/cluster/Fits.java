package io.clientele.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.clientele.config.ClusterMethod;
import io.clientele.spark.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.ml.clustering.BisectingKMeans;
import org.apache.spark.ml.clustering.GaussianMixture;
import org.apache.spark.ml.clustering.GaussianMixtureModel;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Fits clusters with Spark ML, which gives equal bits because the points are one sorted partition.
 */
final class Fits implements AutoCloseable {
  private static final String WEIGHT = "weight";
  private static final int STEPS = 100;

  /**
   * Spark begins each split of bisecting k-means with a step that is proportional to the length of
   * the centre, and so never splits points whose mean is nought, as standardised points are. They
   * are moved aside for the fit, which changes no distance, and the centres moved back.
   */
  private static final double ASIDE = 10;

  private static final double[] NO_COVARIANCE = {};

  private final Parallel workers;
  private final Dataset<Row> points;
  private final ClusterMethod method;
  private final double shift;

  /**
   * Fits of a sample.
   *
   * @param scaling that makes points of it
   */
  Fits(Sample sample, Scaling scaling, ClusterMethod method) {
    this.shift = method == ClusterMethod.BISECTING ? ASIDE : 0;
    // Not persisted: Spark ML then keeps the points as it has checked them. Of persisted rows it
    // checks every vector again in every step, which takes longer than the step.
    this.points = sample.points(scaling, shift);
    this.method = method;
    // The linear algebra beneath a mixture finds the machine's constants at its first use, and two
    // threads that do so at once can leave wrong ones, with which it never ends.
    boolean alone = method == ClusterMethod.GAUSSIAN_MIXTURE;
    this.workers = alone ? new Parallel(1) : new Parallel();
  }

  /** Centres without numbers; fewer than k where some coincide. */
  CentroidModel fit(int k, long seed) {
    return new CentroidModel(method, centres(points, k, seed, ""));
  }

  /**
   * The same on a resample: each customer counts as often as a Poisson variable with mean 1 says,
   * which its id and the number of the resample decide.
   */
  CentroidModel resampled(int k, long seed, int resample) {
    Dataset<Row> weighted =
        points
            .withColumn(
                WEIGHT,
                udf(
                        (UDF1<String, Integer>) id -> Resample.count(id, resample),
                        DataTypes.IntegerType)
                    .apply(col(Buyers.ID)))
            .filter(col(WEIGHT).gt(0));
    return new CentroidModel(method, centres(weighted, k, seed, WEIGHT));
  }

  private List<Centroid> centres(Dataset<Row> data, int k, long seed, String weight) {
    return switch (method) {
      case KMEANS -> {
        KMeans means =
            new KMeans().setK(k).setSeed(seed).setMaxIter(STEPS).setFeaturesCol(Sample.POINT);
        yield centres(
            (weight.isEmpty() ? means : means.setWeightCol(weight)).fit(data).clusterCenters());
      }
      case BISECTING -> {
        BisectingKMeans means =
            new BisectingKMeans()
                .setK(k)
                .setSeed(seed)
                .setMaxIter(STEPS)
                .setFeaturesCol(Sample.POINT);
        yield centres(
            (weight.isEmpty() ? means : means.setWeightCol(weight)).fit(data).clusterCenters());
      }
      case GAUSSIAN_MIXTURE -> {
        GaussianMixture mixture =
            new GaussianMixture()
                .setK(k)
                .setSeed(seed)
                .setMaxIter(STEPS)
                .setFeaturesCol(Sample.POINT);
        yield gaussians((weight.isEmpty() ? mixture : mixture.setWeightCol(weight)).fit(data));
      }
    };
  }

  private List<Centroid> centres(Vector[] positions) {
    List<Centroid> centres = new ArrayList<>();
    for (Vector position : positions) {
      double[] back = Sample.shifted(position.toArray(), -shift);
      centres.add(new Centroid(centres.size() + 1, back, 1, NO_COVARIANCE));
    }
    return centres;
  }

  private static List<Centroid> gaussians(GaussianMixtureModel model) {
    List<Centroid> centres = new ArrayList<>();
    MultivariateGaussian[] gaussians = model.gaussians();
    for (int i = 0; i < gaussians.length; i++) {
      centres.add(
          new Centroid(
              i + 1,
              gaussians[i].mean().toArray(),
              model.weights()[i],
              gaussians[i].cov().toArray()));
    }
    return centres;
  }

  /** Does fits side by side, and gives their results in the order of the tasks. */
  <T> List<T> together(List<Supplier<T>> tasks) {
    return workers.together(tasks);
  }

  @Override
  public void close() {
    workers.close();
  }
}

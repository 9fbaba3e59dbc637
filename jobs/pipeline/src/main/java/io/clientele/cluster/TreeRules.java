package io.clientele.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/**
 * Rules that say nearly the same as clusters: a decision tree of depth three over the features in
 * their own units, fitted to a sample. Its leaves are boxes that cover every buyer exactly once.
 */
public final class TreeRules {
  private static final int DEPTH = 3;
  private static final int BINS = 256;
  private static final String LABEL = "label";

  private final ClusterModel model;
  private final ToIntFunction<String> scales;
  private final TreeMap<Integer, List<String>> leaves = new TreeMap<>();

  private TreeRules(ClusterModel model, ToIntFunction<String> scales) {
    this.model = model;
    this.scales = scales;
  }

  /**
   * Fits.
   *
   * @param placed a row a buyer with the features and the number of its cluster
   * @param scales decimal places of a feature
   * @param sample at most so many customers are looked at
   * @return the rule of each cluster that has a leaf, by number
   */
  public static Map<Integer, String> of(
      Dataset<Row> placed, ClusterModel model, ToIntFunction<String> scales, int sample) {
    List<String> features = model.features();
    List<String> values = new ArrayList<>(features);
    values.add(Clusters.CLUSTER);
    Buyers buyers = Buyers.of(placed, features, values);
    TreeRules rules = new TreeRules(model, scales);
    try (Sample drawn = Sample.of(buyers, Census.of(buyers), sample)) {
      Dataset<Row> points =
          drawn
              .rows()
              .select(
                  col(Buyers.VALUES + ".v" + features.size()).as(LABEL),
                  udf((UDF1<Row, Vector>) row -> vector(model, row), SQLDataTypes.VectorType())
                      .apply(col(Buyers.VALUES))
                      .as(Sample.POINT));
      Node root =
          new DecisionTreeClassifier()
              .setMaxDepth(DEPTH)
              .setMaxBins(BINS)
              .setSeed(1)
              .setLabelCol(LABEL)
              .setFeaturesCol(Sample.POINT)
              .fit(points)
              .rootNode();
      rules.walk(root, new @Nullable BigDecimal[features.size()][2]);
    }
    return rules.texts();
  }

  private static Vector vector(ClusterModel model, Row row) {
    double[] values = new double[model.features().size()];
    for (int d = 0; d < values.length; d++) {
      Double fill = model.scaling().features().get(d).fill();
      double missing = fill == null ? Double.NaN : fill;
      values[d] = row.isNullAt(d) ? missing : row.getDouble(d);
    }
    return Vectors.dense(values);
  }

  /**
   * Goes down to the leaves.
   *
   * @param box for each feature the bound it is above and the bound it does not exceed; null for
   *     none
   */
  private void walk(Node node, @Nullable BigDecimal[][] box) {
    if (node instanceof InternalNode inner && inner.split() instanceof ContinuousSplit split) {
      int feature = split.featureIndex();
      // Values have so many places: beyond the cut is beyond the last value before it.
      BigDecimal cut =
          BigDecimal.valueOf(split.threshold())
              .setScale(scales.applyAsInt(model.features().get(feature)), RoundingMode.FLOOR);
      walk(inner.leftChild(), with(box, feature, 1, cut));
      walk(inner.rightChild(), with(box, feature, 0, cut));
    } else if (node instanceof LeafNode leaf) {
      leaves
          .computeIfAbsent((int) leaf.prediction(), number -> new ArrayList<>())
          .add(condition(box));
    }
  }

  private static @Nullable BigDecimal[][] with(
      @Nullable BigDecimal[][] box, int feature, int side, BigDecimal cut) {
    @Nullable BigDecimal[][] narrower = new @Nullable BigDecimal[box.length][];
    for (int d = 0; d < box.length; d++) {
      narrower[d] = box[d].clone();
    }
    narrower[feature][side] = cut;
    return narrower;
  }

  private String condition(@Nullable BigDecimal[][] box) {
    List<String> all = new ArrayList<>();
    for (int d = 0; d < box.length; d++) {
      ScaledFeature feature = model.scaling().features().get(d);
      List<String> bounds = new ArrayList<>();
      BigDecimal above = box[d][0];
      BigDecimal upTo = box[d][1];
      if (above != null) {
        bounds.add(feature.name() + " > " + plain(above));
      }
      if (upTo != null) {
        bounds.add(feature.name() + " <= " + plain(upTo));
      }
      Double fill = feature.fill();
      boolean filledInside =
          fill != null
              && (above == null || fill > above.doubleValue())
              && (upTo == null || fill <= upTo.doubleValue());
      if (!bounds.isEmpty()) {
        String both = String.join(" AND ", bounds);
        all.add(filledInside ? "(" + both + " OR " + feature.name() + " IS NULL)" : both);
      }
    }
    return all.isEmpty() ? "frequency >= 1" : String.join(" AND ", all);
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private Map<Integer, String> texts() {
    Map<Integer, String> texts = new TreeMap<>();
    leaves.forEach(
        (number, conditions) ->
            texts.put(
                number,
                conditions.size() == 1
                    ? conditions.get(0)
                    : "(" + String.join(") OR (", conditions) + ")"));
    return texts;
  }
}

package io.clientele.table;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What clusters say and how they meet the rules; only where clusters are configured. */
public final class ClusterTables {
  public static final String CLUSTER = "cluster";
  public static final String SCHEME = "scheme";

  private static final String DEVIATION = "DECIMAL(12,4)";
  private static final String NATURAL = "MAP<STRING,DECIMAL(28,6)>";

  public static final TableSpec CUSTOMER_CLUSTERS =
      TableSpec.snapshot("customer_clusters", "the cluster of each customer with a purchase")
          .column(CustomerTables.CUSTOMER_ID, "STRING", "", "the customer")
          .column(
              CLUSTER,
              "INT",
              "",
              "the cluster's number, which goes on from the snapshot before where the cluster does")
          .column(
              "distance",
              "DECIMAL(18,6)",
              "standard deviations",
              "Euclidean distance to the cluster's centre among the transformed features")
          .key(CustomerTables.CUSTOMER_ID);

  public static final TableSpec CLUSTER_PROFILES =
      TableSpec.snapshot("cluster_profiles", "who is in each cluster")
          .column(CLUSTER, "INT", "", "the cluster")
          .column("name", "STRING", "", "made from what sets it apart; may change with the data")
          .column("customers", "BIGINT", "count", "customers in it")
          .column("customer_share", TableSpec.SHARE, "share", "of the customers with a purchase")
          .column("revenue", TableSpec.TOTAL, "money", "their net revenue")
          .optional(
              "revenue_share",
              TableSpec.SHARE,
              "share",
              "of the net revenue of the customers with a purchase; null where that is 0")
          .column(
              "typical",
              NATURAL,
              "the feature's",
              "the centre, taken back to the units of the features that are clustered by")
          .column(
              "means",
              NATURAL,
              "the feature's",
              "arithmetic means of the same features over all its customers; features that none of"
                  + " them has are left out")
          .column(
              "deviations",
              "MAP<STRING," + DEVIATION + ">",
              "standard deviations",
              "of every described feature, transformed: the cluster's mean less that of the sample")
          .column(
              "set_apart_by",
              "ARRAY<STRING>",
              "",
              "the three features with the greatest deviations, the greatest first")
          .column(
              "representatives",
              "ARRAY<STRING>",
              "",
              "the three customers of the sample nearest to the centre")
          .optional("nearest_scheme", "STRING", "", "the scheme of nearest_segment")
          .optional(
              "nearest_segment",
              "STRING",
              "",
              "the segment of any scheme that overlaps most; null without schemes")
          .optional(
              "nearest_overlap",
              TableSpec.SHARE,
              "share",
              "customers in both / customers in either (Jaccard)")
          .optional(
              "kept_share",
              TableSpec.SHARE,
              "share",
              "of its customers of the sample, those whom the model of the snapshot before would"
                  + " give the same number; null without one")
          .key(CLUSTER);

  public static final TableSpec CLUSTER_AGREEMENT =
      TableSpec.snapshot("cluster_agreement", "how well the clusters agree with each scheme")
          .column(SCHEME, "STRING", "", "the scheme")
          .column("customers", "BIGINT", "count", "customers compared")
          .column("clusters", "INT", "count", "clusters with a customer")
          .column("segments", "INT", "count", "segments with one of these customers")
          .column(
              "adjusted_rand_index",
              TableSpec.SHARE,
              "",
              "pairs treated alike, adjusted for chance: 1 the same division, about 0 independent")
          .column(
              "adjusted_mutual_information",
              TableSpec.SHARE,
              "",
              "(I − E[I]) / (mean of both entropies − E[I]): 1 the same, about 0 independent")
          .column(
              "homogeneity",
              TableSpec.SHARE,
              "share",
              "whether each cluster holds one segment only; 1 with a single segment")
          .column(
              "completeness",
              TableSpec.SHARE,
              "share",
              "whether each segment is in one cluster only; 1 with a single cluster")
          .column(
              "v_measure", TableSpec.SHARE, "share", "harmonic mean of both; 0 where both are 0")
          .column(
              "purity",
              TableSpec.SHARE,
              "share",
              "of the customers, those in the commonest segment of their cluster")
          .column(
              "splits",
              "MAP<STRING,ARRAY<INT>>",
              "",
              "segments of which no cluster holds four fifths, with the clusters that hold a tenth"
                  + " or more, the greatest first")
          .column(
              "joins",
              "MAP<INT,ARRAY<STRING>>",
              "",
              "clusters that hold at least half of each of two or more segments, with these")
          .key(SCHEME);

  public static final TableSpec CLUSTER_CONTINGENCY =
      TableSpec.snapshot(
              "cluster_contingency",
              "customers by cluster and segment; combinations that nobody has are left out")
          .column(CLUSTER, "INT", "", "the cluster")
          .column(SCHEME, "STRING", "", "the scheme")
          .column("segment", "STRING", "", "the segment")
          .column("customers", "BIGINT", "count", "customers in both")
          .column("cluster_share", TableSpec.SHARE, "share", "of the cluster")
          .column(
              "segment_share",
              TableSpec.SHARE,
              "share",
              "of the segment's customers with a purchase")
          .key(CLUSTER, SCHEME, "segment");

  public static final TableSpec CLUSTER_CURVE =
      TableSpec.snapshot(
              "cluster_curve", "every fit that was tried; none where an earlier model was reused")
          .column("k", "INT", "count", "clusters asked for")
          .column("seed", "INT", "", "the beginning")
          .column("clusters", "INT", "count", "clusters that came out; fewer where some coincide")
          .optional(
              "silhouette",
              TableSpec.SHARE,
              "",
              "mean silhouette of the sample by squared Euclidean distance, −1 to 1; null for a"
                  + " single cluster")
          .optional(
              "calinski_harabasz",
              TableSpec.SHARE,
              "",
              "dispersion between over dispersion within clusters, each per degree of freedom; null"
                  + " for a single cluster")
          .column(
              "within_sum_of_squares",
              "DECIMAL(28,6)",
              "squared standard deviations",
              "squared distances of the sample to the means of the clusters, summed")
          .column("chosen", "BOOLEAN", "", "whether this fit became the clusters")
          .key("k", "seed");

  public static final TableSpec CLUSTER_STABILITY =
      TableSpec.snapshot(
              "cluster_stability",
              "how much the clusters depend on chance; none where an earlier model was reused")
          .column("against", "STRING", "", "seed: another beginning; resample: another sample")
          .column("number", "INT", "", "the seed or the resample")
          .column(
              "adjusted_rand_index",
              TableSpec.SHARE,
              "",
              "of the chosen clusters and those, over the sample: 1 the same")
          .key("against", "number");

  /** All of them, in the order in which a reader meets them. */
  public static final List<TableSpec> ALL =
      List.of(
          CUSTOMER_CLUSTERS,
          CLUSTER_PROFILES,
          CLUSTER_AGREEMENT,
          CLUSTER_CONTINGENCY,
          CLUSTER_CURVE,
          CLUSTER_STABILITY);

  /** A row of {@code cluster_profiles}. */
  public record ClusterProfileRow(
      int cluster,
      String name,
      long customers,
      BigDecimal customerShare,
      BigDecimal revenue,
      @Nullable BigDecimal revenueShare,
      Map<String, BigDecimal> typical,
      Map<String, BigDecimal> means,
      Map<String, BigDecimal> deviations,
      List<String> setApartBy,
      List<String> representatives,
      @Nullable String nearestScheme,
      @Nullable String nearestSegment,
      @Nullable BigDecimal nearestOverlap,
      @Nullable BigDecimal keptShare) {}

  /** A row of {@code cluster_agreement}. */
  public record ClusterAgreementRow(
      String scheme,
      long customers,
      int clusters,
      int segments,
      BigDecimal adjustedRandIndex,
      BigDecimal adjustedMutualInformation,
      BigDecimal homogeneity,
      BigDecimal completeness,
      BigDecimal vMeasure,
      BigDecimal purity,
      Map<String, List<Integer>> splits,
      Map<Integer, List<String>> joins) {}

  /** A row of {@code cluster_contingency}. */
  public record ClusterContingencyRow(
      int cluster,
      String scheme,
      String segment,
      long customers,
      BigDecimal clusterShare,
      BigDecimal segmentShare) {}

  /** A row of {@code cluster_curve}. */
  public record ClusterCurveRow(
      int k,
      int seed,
      int clusters,
      @Nullable BigDecimal silhouette,
      @Nullable BigDecimal calinskiHarabasz,
      BigDecimal withinSumOfSquares,
      boolean chosen) {}

  /** A row of {@code cluster_stability}. */
  public record ClusterStabilityRow(String against, int number, BigDecimal adjustedRandIndex) {}

  private ClusterTables() {}
}

package io.clientele.partition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Clusters crossed with the segments of one scheme.
 *
 * @param clusters their numbers: the rows of the table
 * @param segments their names: the columns of the table
 * @param table customers in both
 */
public record SegmentContingency(List<Integer> clusters, List<String> segments, Contingency table) {
  private static final double WHOLE = 0.8;
  private static final double NOTABLE = 0.1;
  private static final double HALF = 0.5;

  /** The segment that overlaps most with a cluster: its column; −1 without segments. */
  public int nearest(int cluster) {
    int nearest = -1;
    for (int segment = 0; segment < segments.size(); segment++) {
      boolean nearer = nearest < 0 || overlap(cluster, segment) > overlap(cluster, nearest);
      nearest = nearer ? segment : nearest;
    }
    return nearest;
  }

  /** Customers in both over customers in either (Jaccard), 0 to 1; 0 where both are empty. */
  public double overlap(int cluster, int segment) {
    long both = table.cell(cluster, segment);
    long either = table.row(cluster) + table.column(segment) - both;
    return either == 0 ? 0 : both / (double) either;
  }

  /**
   * The segments that the clusters split: no cluster holds four fifths of one. Each with the
   * clusters that hold a tenth of it or more, the greatest first.
   */
  public Map<String, List<Integer>> splits() {
    Map<String, List<Integer>> splits = new LinkedHashMap<>();
    for (int segment = 0; segment < segments.size(); segment++) {
      int of = segment;
      double most =
          IntStream.range(0, clusters.size()).mapToDouble(c -> share(c, of)).max().orElse(1);
      if (table.column(segment) > 0 && most < WHOLE) {
        splits.put(
            segments.get(segment),
            IntStream.range(0, clusters.size())
                .boxed()
                .filter(cluster -> share(cluster, of) >= NOTABLE)
                .sorted(Comparator.comparingLong(cluster -> -table.cell(cluster, of)))
                .map(clusters::get)
                .toList());
      }
    }
    return splits;
  }

  /** The clusters that hold at least half of each of two or more segments, with these. */
  public Map<Integer, List<String>> joins() {
    Map<Integer, List<String>> joins = new LinkedHashMap<>();
    for (int cluster = 0; cluster < clusters.size(); cluster++) {
      List<String> joined = new ArrayList<>();
      for (int segment = 0; segment < segments.size(); segment++) {
        if (table.column(segment) > 0 && share(cluster, segment) >= HALF) {
          joined.add(segments.get(segment));
        }
      }
      if (joined.size() > 1) {
        joins.put(clusters.get(cluster), joined);
      }
    }
    return joins;
  }

  /** The share of a segment that is in a cluster; 0 for an empty segment. */
  public double share(int cluster, int segment) {
    long all = table.column(segment);
    return all == 0 ? 0 : table.cell(cluster, segment) / (double) all;
  }
}

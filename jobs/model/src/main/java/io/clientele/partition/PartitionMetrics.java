package io.clientele.partition;

/**
 * How well clusters (the rows of a table) agree with classes (its columns), such as the segments of
 * a scheme.
 *
 * @param adjustedRand pairs treated alike, adjusted for chance: 1 the same, about 0 independent
 * @param adjustedMutualInformation (I − E[I]) / (mean of both entropies − E[I]): 1 the same, about
 *     0 independent; 1 where both are one part, 0 where only one of them is
 * @param homogeneity 0 to 1: whether each cluster holds one class only; 1 with a single class
 * @param completeness 0 to 1: whether each class is in one cluster only; 1 with a single cluster
 * @param vMeasure harmonic mean of homogeneity and completeness; 0 where both are 0
 * @param purity 0 to 1: the share of customers in the commonest class of their cluster, which many
 *     small clusters always make high; 1 for nobody
 */
public record PartitionMetrics(
    double adjustedRand,
    double adjustedMutualInformation,
    double homogeneity,
    double completeness,
    double vMeasure,
    double purity) {

  /** All indices of a table. */
  public static PartitionMetrics of(Contingency table) {
    Information information = new Information(table);
    double ofClusters = table.total() == 0 ? 0 : information.ofRows();
    double ofClasses = table.total() == 0 ? 0 : information.ofColumns();
    double mutual = table.total() == 0 ? 0 : information.mutual();
    double homogeneity = ofClasses == 0 ? 1 : Math.min(1, mutual / ofClasses);
    double completeness = ofClusters == 0 ? 1 : Math.min(1, mutual / ofClusters);
    double sum = homogeneity + completeness;
    return new PartitionMetrics(
        AdjustedRandIndex.of(table),
        adjusted(table, information, mutual, (ofClusters + ofClasses) / 2),
        homogeneity,
        completeness,
        sum == 0 ? 0 : 2 * homogeneity * completeness / sum,
        purity(table));
  }

  private static double adjusted(
      Contingency table, Information information, double mutual, double mean) {
    if (mean == 0 || isSame(table)) {
      return 1;
    }
    // Chance cannot give less than an undivided base has: both are exactly 0 then.
    if (mutual == 0 && isUndivided(table)) {
      return 0;
    }
    double expected = information.expectedMutual();
    return (mutual - expected) / (mean - expected);
  }

  /** Whether each row meets one column only and the reverse: the same division, other names. */
  private static boolean isSame(Contingency table) {
    for (int i = 0; i < table.rowCount(); i++) {
      for (int j = 0; j < table.columnCount(); j++) {
        long cell = table.cell(i, j);
        if (cell > 0 && (cell != table.row(i) || cell != table.column(j))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isUndivided(Contingency table) {
    for (int i = 0; i < table.rowCount(); i++) {
      if (table.row(i) == table.total()) {
        return true;
      }
    }
    for (int j = 0; j < table.columnCount(); j++) {
      if (table.column(j) == table.total()) {
        return true;
      }
    }
    return false;
  }

  private static double purity(Contingency table) {
    if (table.total() == 0) {
      return 1;
    }
    long pure = 0;
    for (int i = 0; i < table.rowCount(); i++) {
      long most = 0;
      for (int j = 0; j < table.columnCount(); j++) {
        most = Math.max(most, table.cell(i, j));
      }
      pure += most;
    }
    return pure / (double) table.total();
  }
}

package io.clientele.partition;

/**
 * The adjusted Rand index of Hubert and Arabie: of all pairs of customers, how many the two
 * divisions treat alike, less what chance would give for parts of these sizes, divided by the most
 * that could be had. 1 for the same division, about 0 for independent ones, at least −0.5.
 */
public final class AdjustedRandIndex {
  private AdjustedRandIndex() {}

  /**
   * The index. 1 where no index can be formed because both divisions are one part, or both are all
   * single customers, or nobody is there: they are the same division then.
   */
  public static double of(Contingency table) {
    double both = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < table.rowCount(); i++) {
      first += pairs(table.row(i));
      for (int j = 0; j < table.columnCount(); j++) {
        both += pairs(table.cell(i, j));
      }
    }
    for (int j = 0; j < table.columnCount(); j++) {
      second += pairs(table.column(j));
    }
    double all = pairs(table.total());
    boolean sameTrivially = first == second && (first == 0 || first == all);
    if (sameTrivially) {
      return 1;
    }
    double expected = first / all * second;
    return (both - expected) / ((first + second) / 2 - expected);
  }

  private static double pairs(long customers) {
    return customers * (customers - 1.0) / 2;
  }
}

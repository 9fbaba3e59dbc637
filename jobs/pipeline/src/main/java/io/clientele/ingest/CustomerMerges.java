package io.clientele.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.clientele.failure.DataRefusedException;
import io.clientele.spark.Names;
import io.clientele.spark.Workspace;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Customers that became other customers, each followed to the one that is left. Whatever is read of
 * a merged customer counts for that one.
 */
public final class CustomerMerges {
  /** The field of the customers source that names the customer somebody became. */
  public static final String FIELD = "merged_into";

  private static final String CUSTOMER = "customer_id";
  private static final String FROM = "__m_from";
  private static final String INTO = "__m_into";
  private static final String MOVED = "__m_moved";

  /** A table of merges up to this size is sent to every task instead of shuffling the rows. */
  private static final long SMALL = 2_000_000;

  private static final int NAMED = 10;

  private final Dataset<Row> merges;

  private CustomerMerges(Dataset<Row> merges) {
    this.merges = merges;
  }

  /**
   * Follows the merges.
   *
   * @param customers the customers that count, with the field
   * @param workspace keeps each round, so that the next does not begin anew
   * @return null where nobody was merged
   * @throws DataRefusedException if customers became each other
   */
  public static @Nullable CustomerMerges of(Dataset<Row> customers, Workspace workspace) {
    Dataset<Row> reached =
        workspace.keep(
            "merges-0",
            customers.filter(isMerged()).select(col(CUSTOMER).as(FROM), col(FIELD).as(INTO)));
    long merged = reached.count();
    if (merged == 0) {
      return null;
    }
    // Each step follows twice as far: who moves still when all merges could be passed, goes round.
    int steps = Long.SIZE - Long.numberOfLeadingZeros(merged) + 1;
    for (int step = 1; step <= steps; step++) {
      Dataset<Row> further =
          reached.select(col(FROM).as("further_from"), col(INTO).as("further_into"));
      Dataset<Row> next =
          workspace.keep(
              "merges-" + step,
              reached
                  .join(further, col(INTO).equalTo(col("further_from")), "left")
                  .select(
                      col(FROM),
                      coalesce(col("further_into"), col(INTO)).as(INTO),
                      col("further_from").isNotNull().as(MOVED)));
      if (next.filter(col(MOVED)).isEmpty()) {
        Dataset<Row> found = next.select(FROM, INTO);
        return new CustomerMerges(merged <= SMALL ? broadcast(found) : found);
      }
      reached = next;
    }
    List<String> named =
        reached.filter(col(MOVED)).orderBy(FROM).limit(NAMED).collectAsList().stream()
            .map(row -> row.<String>getAs(FROM))
            .toList();
    throw new DataRefusedException(
        "sources.customers: "
            + FIELD
            + " goes round in a circle: "
            + String.join(", ", named)
            + " lead back to themselves. Nothing was published. Say which of them is left, or map "
            + FIELD
            + " so that it is null for that one.");
  }

  /** Whether a row of the customers source is one that became another. */
  private static Column isMerged() {
    return col(FIELD).isNotNull().and(col(FIELD).notEqual(col(CUSTOMER)));
  }

  /** The customers that are left. */
  public static Dataset<Row> left(Dataset<Row> customers) {
    return customers.filter(coalesce(isMerged(), lit(false)).equalTo(false));
  }

  /** The rows with the customer that is left in a column. */
  public Dataset<Row> resolve(Dataset<Row> rows, String column) {
    Column[] columns =
        Arrays.stream(rows.columns())
            .map(
                name ->
                    name.equals(column)
                        ? coalesce(col(INTO), col(column)).as(column)
                        : Names.column(name))
            .toArray(Column[]::new);
    return rows.join(merges, rows.col(column).equalTo(merges.col(FROM)), "left").select(columns);
  }
}

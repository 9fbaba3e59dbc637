package io.clientele.lake;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;

import io.clientele.table.CustomerTables;
import io.clientele.table.HistoryTables;
import io.clientele.table.SnapshotPair;
import io.clientele.table.TableSpec;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What tables of pairs show: those whose two runs both count, next to each other or a year apart.
 * Either run may have written a pair, or both; where both have, the later one's rows are shown.
 */
final class PairViews {
  private static final String FROM_RUN = "from_run_id";
  private static final String TO_RUN = "to_run_id";
  private static final String SEGMENT = "segment";
  private static final String WRITER = "writer";
  private static final String OTHER = "other";

  private static final StructType REQUIRED =
      new StructType()
          .add(HistoryTables.FROM_AS_OF, DataTypes.DateType, false)
          .add(HistoryTables.TO_AS_OF, DataTypes.DateType, false)
          .add(FROM_RUN, DataTypes.StringType, false)
          .add(TO_RUN, DataTypes.StringType, false)
          .add(HistoryTables.COMPARED_WITH, DataTypes.StringType, false);

  private final NavigableMap<LocalDate, String> runs;
  private final Dataset<Row> required;
  private final Dataset<Row> writers;

  /**
   * The pairs of the runs that count.
   *
   * @param stored all rows of {@code snapshot_pairs} of the base
   */
  PairViews(SparkSession spark, NavigableMap<LocalDate, String> runs, Dataset<Row> stored) {
    this.runs = new TreeMap<>(runs);
    List<Row> rows = new ArrayList<>();
    for (SnapshotPair pair : SnapshotPair.of(runs.keySet())) {
      rows.add(
          RowFactory.create(
              Date.valueOf(pair.from()),
              Date.valueOf(pair.to()),
              runs.get(pair.from()),
              runs.get(pair.to()),
              pair.comparedWith()));
    }
    this.required = spark.createDataFrame(rows, REQUIRED);
    Dataset<Row> written =
        stored
            .filter(col(TableSpec.RUN_ID).isin(runs.values().toArray()))
            .select(col(TableSpec.RUN_ID).as(WRITER), col(HistoryTables.OTHER_RUN_ID).as(OTHER));
    Column byLater = col(WRITER).equalTo(col(TO_RUN)).and(col(OTHER).equalTo(col(FROM_RUN)));
    Column byEarlier = col(WRITER).equalTo(col(FROM_RUN)).and(col(OTHER).equalTo(col(TO_RUN)));
    WindowSpec pair =
        Window.partitionBy(
                HistoryTables.FROM_AS_OF, HistoryTables.TO_AS_OF, HistoryTables.COMPARED_WITH)
            .orderBy(col(WRITER).equalTo(col(TO_RUN)).desc());
    this.writers =
        required
            .join(written, byLater.or(byEarlier))
            .withColumn("choice", row_number().over(pair))
            .filter("choice = 1")
            .drop("choice");
  }

  /**
   * The rows of pairs that count: as_of is the later date and run_id its run, and {@link
   * HistoryTables#COMPARED_WITH} says why the two are compared.
   *
   * @param rows of a table of pairs, all of the base
   */
  Dataset<Row> shown(TableSpec table, Dataset<Row> rows) {
    Dataset<Row> pairs =
        writers.select(col(WRITER), col(OTHER), col(TO_RUN), col(HistoryTables.COMPARED_WITH));
    List<Column> columns = new ArrayList<>();
    for (String name : table.columnNames()) {
      columns.add(
          switch (name) {
            case TableSpec.AS_OF -> col(HistoryTables.TO_AS_OF).as(TableSpec.AS_OF);
            case TableSpec.RUN_ID -> col(TO_RUN).as(TableSpec.RUN_ID);
            default -> col(name);
          });
    }
    columns.add(col(HistoryTables.COMPARED_WITH));
    return rows.join(
            broadcast(pairs),
            rows.col(TableSpec.RUN_ID)
                .equalTo(pairs.col(WRITER))
                .and(rows.col(HistoryTables.OTHER_RUN_ID).equalTo(pairs.col(OTHER))))
        .select(columns.toArray(Column[]::new));
  }

  /**
   * How long customers were in which segment: one row a customer, scheme and stretch. Begins at the
   * first date, or after the latest pair that nobody wrote, so that no gap is bridged.
   *
   * @param members the segments of all runs that count, a row a customer and scheme
   * @param changes the rows of {@code segment_changes} as {@link #shown}
   */
  Dataset<Row> history(Dataset<Row> members, Dataset<Row> changes) {
    LocalDate first = runs.firstKey();
    Dataset<Row> begin =
        required
            .filter(col(HistoryTables.COMPARED_WITH).equalTo(HistoryTables.PREVIOUS))
            .join(
                writers.select(
                    col(HistoryTables.TO_AS_OF), col(HistoryTables.COMPARED_WITH), col(WRITER)),
                List.of(HistoryTables.TO_AS_OF, HistoryTables.COMPARED_WITH).toArray(String[]::new),
                "left")
            .filter(col(WRITER).isNull())
            .agg(coalesce(max(col(HistoryTables.TO_AS_OF)), lit(Date.valueOf(first))).as("begin"));
    Dataset<Row> starts =
        members
            .join(broadcast(begin), members.col(TableSpec.AS_OF).equalTo(begin.col("begin")))
            .select(
                col(TableSpec.BASE),
                col(CustomerTables.CUSTOMER_ID),
                col(HistoryTables.SCHEME),
                col(SEGMENT),
                col(TableSpec.AS_OF));
    Dataset<Row> later =
        changes
            .filter(col(HistoryTables.COMPARED_WITH).equalTo(HistoryTables.PREVIOUS))
            .join(broadcast(begin), col(TableSpec.AS_OF).gt(col("begin")))
            .select(
                col(TableSpec.BASE),
                col(CustomerTables.CUSTOMER_ID),
                col(HistoryTables.SCHEME),
                col(HistoryTables.TO_SEGMENT).as(SEGMENT),
                col(TableSpec.AS_OF));
    WindowSpec life =
        Window.partitionBy(TableSpec.BASE, CustomerTables.CUSTOMER_ID, HistoryTables.SCHEME)
            .orderBy(TableSpec.AS_OF);
    Column until = coalesce(col("valid_to"), lit(Date.valueOf(runs.lastKey())));
    return starts
        .union(later)
        .withColumn("valid_to", lead(TableSpec.AS_OF, 1).over(life))
        .withColumn("previous_segment", lag(SEGMENT, 1).over(life))
        .withColumn("changes", row_number().over(life).minus(1))
        .filter(col(SEGMENT).isNotNull())
        .select(
            col(TableSpec.BASE),
            col(CustomerTables.CUSTOMER_ID),
            col(HistoryTables.SCHEME),
            col(SEGMENT),
            col(TableSpec.AS_OF).as("valid_from"),
            col("valid_to"),
            datediff(until, col(TableSpec.AS_OF)).as("days_in_segment"),
            col("previous_segment"),
            col("changes"));
  }
}

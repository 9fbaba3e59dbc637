package io.clientele.publish;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.clientele.failure.ConfigurationException;
import io.clientele.table.ColumnSpec;
import io.clientele.table.CustomerTables;
import io.clientele.table.LedgerTables;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The tables as readers see them: under each table's name the current run of every as-of date,
 * under {@code current_…} the latest date only. The pointer is read once, so all views agree.
 */
public final class LakeViews {
  private final Lake lake;
  private final String base;

  /** The views of one base. */
  public LakeViews(Lake lake, String base) {
    this.lake = lake;
    this.base = base;
  }

  /**
   * Registers all views in the session.
   *
   * @throws ConfigurationException if nothing was published yet
   */
  public void register(Pointer.State state) {
    TreeMap<LocalDate, String> current = new TreeMap<>(state.current());
    if (current.isEmpty()) {
      throw new ConfigurationException(
          "The lake "
              + lake.location()
              + " holds no complete run of base '"
              + base
              + "'. Run `bin/clientele run` with this configuration first.");
    }
    for (TableSpec table : Tables.SNAPSHOTS) {
      snapshot(table, current.values(), current.lastEntry().getValue());
    }
    for (TableSpec table : Tables.LEDGER) {
      lake.read(table)
          .filter(col(TableSpec.BASE).equalTo(base))
          .createOrReplaceTempView(table.name());
    }
  }

  private void snapshot(TableSpec table, Collection<String> runs, String latest) {
    Dataset<Row> all = ofBase(table);
    Dataset<Row> history = all.filter(col(TableSpec.RUN_ID).isin(runs.toArray()));
    Dataset<Row> last = all.filter(col(TableSpec.RUN_ID).equalTo(latest));
    if (table.name().equals(CustomerTables.SEGMENTS.name())) {
      List<String> schemes = schemes(runs);
      history = onlySchemes(history, schemes);
      last = onlySchemes(last, schemes);
      if (!schemes.isEmpty()) {
        longForm(history, schemes).createOrReplaceTempView(table.name() + "_long");
        longForm(last, schemes).createOrReplaceTempView("current_" + table.name() + "_long");
      }
    }
    history.createOrReplaceTempView(table.name());
    last.createOrReplaceTempView("current_" + table.name());
  }

  /** The rows of a run, for those who know its id. */
  public Dataset<Row> run(TableSpec table, String runId) {
    return ofBase(table).filter(col(TableSpec.RUN_ID).equalTo(runId));
  }

  /** A table that no run could fill so far is empty, so that every view is always there. */
  private Dataset<Row> ofBase(TableSpec table) {
    if (!lake.has(table)) {
      return lake.empty(table);
    }
    Dataset<Row> rows = lake.read(table).filter(col(TableSpec.BASE).equalTo(base));
    // A lake that an older release wrote lacks the columns that came later.
    Set<String> present = new HashSet<>(List.of(rows.columns()));
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    for (ColumnSpec column : table.columns()) {
      if (!present.contains(column.name())) {
        columns.add(lit(null).cast(column.type()).as(column.name()));
      }
    }
    return columns.size() == 1 ? rows : rows.select(columns.toArray(Column[]::new));
  }

  /** The schemes of the given runs: another base in the same lake may have others. */
  private List<String> schemes(Collection<String> runs) {
    Set<String> schemes = new LinkedHashSet<>();
    lake.read(LedgerTables.RUNS)
        .filter(col(TableSpec.BASE).equalTo(base))
        .filter(col(TableSpec.RUN_ID).isin(runs.toArray()))
        .orderBy(col(TableSpec.AS_OF))
        .select("schemes")
        .collectAsList()
        .forEach(row -> schemes.addAll(row.getList(row.fieldIndex("schemes"))));
    return List.copyOf(schemes);
  }

  private static Dataset<Row> onlySchemes(Dataset<Row> segments, List<String> schemes) {
    List<Column> columns = new ArrayList<>();
    for (String name : segments.columns()) {
      boolean own =
          CustomerTables.SEGMENTS.columnNames().contains(name) || CustomerTables.isScore(name);
      if (own || schemes.contains(name)) {
        columns.add(col(name));
      }
    }
    return segments.select(columns.toArray(Column[]::new));
  }

  private static Dataset<Row> longForm(Dataset<Row> segments, List<String> schemes) {
    Column[] cells =
        schemes.stream()
            .map(name -> struct(lit(name).as("scheme"), col(name).as("segment")))
            .toArray(Column[]::new);
    return segments
        .select(
            col(TableSpec.BASE),
            col(TableSpec.AS_OF),
            col(TableSpec.RUN_ID),
            col(CustomerTables.CUSTOMER_ID),
            explode(array(cells)).as("cell"))
        .select(
            col(TableSpec.BASE),
            col(TableSpec.AS_OF),
            col(TableSpec.RUN_ID),
            col(CustomerTables.CUSTOMER_ID),
            col("cell.scheme"),
            col("cell.segment"))
        .filter(col("segment").isNotNull());
  }
}

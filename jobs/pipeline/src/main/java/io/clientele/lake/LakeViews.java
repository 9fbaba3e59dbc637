package io.clientele.lake;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.spark.Parallel;
import io.clientele.table.ColumnSpec;
import io.clientele.table.CustomerTables;
import io.clientele.table.HistoryTables;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables as readers see them: under each table's name the current run of every as-of date,
 * under {@code current_…} the latest date only. The pointer is read once, so all views agree.
 */
public final class LakeViews {
  private static final Logger LOG = LoggerFactory.getLogger(LakeViews.class);
  private static final String CURRENT = "current_";

  /** How long customers were in which segment, made of several tables. */
  private static final String HISTORY = "segment_history";

  private static final List<TableSpec> OF_HISTORY =
      List.of(CustomerTables.SEGMENTS, HistoryTables.SNAPSHOT_PAIRS, HistoryTables.SEGMENT_CHANGES);

  private final Lake lake;
  private final String base;
  private final Inspection inspection;
  private final Map<String, View> views = new HashMap<>();
  private NavigableMap<LocalDate, String> counting = new TreeMap<>();
  private @Nullable PairViews pairs;

  /**
   * What a view shows.
   *
   * @param latest whether of pairs only those are shown whose later run is the last of the runs
   */
  private record View(
      TableSpec table, Collection<String> runs, boolean isLong, @Nullable String latest) {
    View(TableSpec table, Collection<String> runs, boolean isLong) {
      this(table, runs, isLong, null);
    }
  }

  /** The views of one base. */
  public LakeViews(Lake lake, String base) {
    this.lake = lake;
    this.base = base;
    this.inspection = new Inspection(lake, base);
  }

  /**
   * Registers all views in the session. Only what costs no time is looked at: {@link #check} looks
   * for damage of the tables that are used.
   *
   * @throws ConfigurationException if nothing was published yet
   * @throws DataRefusedException if the ledger is damaged, without which nothing can be judged
   */
  public void register(Pointer.State state) {
    register(state, null);
  }

  /**
   * Registers all views in the session.
   *
   * @param asOf the date of the views {@code current_…}; null for the latest
   * @throws ConfigurationException if nothing was published yet, or nothing for that date
   */
  public void register(Pointer.State state, @Nullable LocalDate asOf) {
    CountingRuns runs = new CountingRuns(lake, base, state);
    String shown = runs.run(runs.date(asOf));
    NavigableMap<LocalDate, String> current = runs.byDate();
    counting = current;
    pairs = null;
    List<String> latest = List.of(shown);
    List<String> all = List.copyOf(current.values());
    Map<TableSpec, Map<String, View>> tables = new LinkedHashMap<>();
    for (TableSpec table : Tables.SNAPSHOTS) {
      Map<String, View> own = new LinkedHashMap<>();
      own.put(table.name(), new View(table, all, false));
      own.put(
          CURRENT + table.name(),
          HistoryTables.PAIRS.contains(table)
              ? new View(table, all, false, shown)
              : new View(table, latest, false));
      if (isSegments(table) && !schemes(all).isEmpty()) {
        own.put(table.name() + "_long", new View(table, all, true));
        own.put(CURRENT + table.name() + "_long", new View(table, latest, true));
      }
      tables.put(table, own);
    }
    for (TableSpec table : Tables.LEDGER) {
      tables.put(table, Map.of(table.name(), new View(table, List.of(), false)));
    }
    register(tables);
    registerHistory(all);
  }

  /** Where a table that it is made of cannot be opened there is no view, as of that table. */
  private void registerHistory(List<String> runs) {
    try {
      List<String> schemes = schemes(runs);
      if (schemes.isEmpty()) {
        return;
      }
      Dataset<Row> segments =
          rows(
              ofBase(CustomerTables.SEGMENTS),
              new View(CustomerTables.SEGMENTS, runs, true),
              Map.of());
      TableSpec changes = HistoryTables.SEGMENT_CHANGES;
      pairs()
          .history(segments, rows(ofBase(changes), new View(changes, runs, false), Map.of()))
          .createOrReplaceTempView(HISTORY);
    } catch (DataRefusedException e) {
      LOG.warn("no view {}", HISTORY, e);
    }
  }

  /** Made once: a reader of one table of pairs often reads another. */
  private synchronized PairViews pairs() {
    PairViews made = pairs;
    if (made == null) {
      Dataset<Row> stored = ofBase(HistoryTables.SNAPSHOT_PAIRS);
      made = new PairViews(stored.sparkSession(), counting, stored);
      pairs = made;
    }
    return made;
  }

  /** Registers all tables of one run, each under its name with something before it. */
  public void register(String prefix, String runId) {
    Map<TableSpec, Map<String, View>> tables = new LinkedHashMap<>();
    for (TableSpec table : Tables.SNAPSHOTS) {
      tables.put(table, Map.of(prefix + table.name(), new View(table, List.of(runId), false)));
    }
    register(tables);
  }

  private void register(Map<TableSpec, Map<String, View>> tables) {
    inspection.ledger();
    tables.values().forEach(views::putAll);
    List<Supplier<Boolean>> work = new ArrayList<>();
    tables.forEach((table, own) -> work.add(() -> register(table, own)));
    Parallel.all(work);
  }

  /**
   * A table that is gone or cannot be opened gets no view; whoever asks for it is told by {@link
   * #check}.
   */
  private boolean register(TableSpec table, Map<String, View> own) {
    try {
      boolean expected =
          own.values().stream().flatMap(view -> view.runs().stream()).anyMatch(wrote(table));
      if (expected && !lake.has(table)) {
        LOG.warn("no views of {}: it is gone", table.name());
        return false;
      }
      Dataset<Row> rows = ofBase(table);
      own.forEach((name, view) -> rows(rows, view, Map.of()).createOrReplaceTempView(name));
      return true;
    } catch (DataRefusedException e) {
      LOG.warn("no views of {}", table.name(), e);
      return false;
    }
  }

  private Predicate<String> wrote(TableSpec table) {
    return run -> {
      Inspection.Entry entry = inspection.ledger().get(run);
      return entry != null && entry.wrote(table);
    };
  }

  /**
   * Makes sure that the tables that a query names have the rows that their runs wrote. Where only
   * some of a table's runs are damaged, the others stay readable: the view fails as soon as a query
   * reaches the rows of a damaged one.
   *
   * @throws DataRefusedException naming table, run and date, and what to do
   */
  public void check(String query) {
    Set<String> words = new HashSet<>(List.of(query.toLowerCase(Locale.ROOT).split("\\W+", -1)));
    views.forEach(
        (name, view) -> {
          if (words.contains(name)) {
            check(name, view);
          }
        });
    if (words.contains(HISTORY)) {
      OF_HISTORY.forEach(table -> requireWhole(table, counting.values()));
    }
  }

  /** What is made of all runs of a table is not there where one is damaged. */
  private void requireWhole(TableSpec table, Collection<String> runs) {
    Map<String, String> damage = inspection.damage(table, runs);
    if (!damage.isEmpty()) {
      throw new DataRefusedException(damage.values().iterator().next() + Inspection.wayOut());
    }
  }

  private void check(String name, View view) {
    if (Tables.LEDGER.contains(view.table())) {
      if (!lake.has(view.table())) {
        throw new DataRefusedException(
            lake.gone(view.table()) + ". Run again with the same --config: it makes it anew.");
      }
      lake.requireSound(view.table());
      return;
    }
    Map<String, String> damage = inspection.damage(view.table(), view.runs());
    if (damage.size() == view.runs().size() && !damage.isEmpty()) {
      throw new DataRefusedException(damage.values().iterator().next() + Inspection.wayOut());
    }
    if (!damage.isEmpty()) {
      rows(ofBase(view.table()), view, damage).createOrReplaceTempView(name);
    }
  }

  private Dataset<Row> rows(Dataset<Row> rows, View view, Map<String, String> damage) {
    if (Tables.LEDGER.contains(view.table())) {
      return rows;
    }
    List<String> sound = new ArrayList<>(view.runs());
    sound.removeAll(damage.keySet());
    Dataset<Row> shown = rows.filter(col(TableSpec.RUN_ID).isin(sound.toArray()));
    for (Map.Entry<String, String> entry : damage.entrySet()) {
      shown = shown.union(failing(rows, entry.getKey(), entry.getValue()));
    }
    if (HistoryTables.PAIRS.contains(view.table()) && !counting.isEmpty()) {
      Dataset<Row> pairs = pairs().shown(view.table(), shown);
      return view.latest() == null
          ? pairs
          : pairs.filter(col(TableSpec.RUN_ID).equalTo(view.latest()));
    }
    if (isSegments(view.table())) {
      List<String> schemes = schemes(view.runs());
      return view.isLong()
          ? longForm(onlySchemes(shown, schemes), schemes)
          : onlySchemes(shown, schemes);
    }
    return shown;
  }

  /**
   * A row of a run that fails when it is read, unless a condition on base, date or run spares it.
   */
  private Dataset<Row> failing(Dataset<Row> rows, String run, String damage) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      Column value =
          switch (field.name()) {
            case TableSpec.BASE -> lit(base);
            case TableSpec.RUN_ID -> lit(run);
            case TableSpec.AS_OF -> {
              Inspection.Entry entry = inspection.ledger().get(run);
              yield lit(entry == null ? null : entry.asOf());
            }
            default -> lit(null);
          };
      columns.add(value.cast(field.dataType()).as(field.name()));
    }
    // Nondeterministic, so that Spark does not call it before it knows whether the row is wanted.
    UserDefinedFunction fail =
        functions
            .udf(
                (UDF1<String, Boolean>)
                    sentence -> {
                      throw new DataRefusedException(sentence);
                    },
                DataTypes.BooleanType)
            .asNondeterministic();
    return rows.sparkSession()
        .range(1)
        .filter(fail.apply(lit(damage + Inspection.wayOut())))
        .select(columns.toArray(Column[]::new));
  }

  private static boolean isSegments(TableSpec table) {
    return table.name().equals(CustomerTables.SEGMENTS.name());
  }

  /**
   * The rows of a run, for those who know its id.
   *
   * @throws DataRefusedException if some of them are not there, or the table cannot be read
   */
  public Dataset<Row> run(TableSpec table, String runId) {
    return complete(table, inspection.rows(table, runId))
        .filter(col(TableSpec.BASE).equalTo(base))
        .filter(col(TableSpec.RUN_ID).equalTo(runId));
  }

  /**
   * What is missing of a run that the pointer names, a sentence a table; empty where all is there.
   *
   * @throws DataRefusedException if a table cannot be read at all, and so not be published to
   */
  public List<String> damage(LocalDate asOf, String runId) {
    return inspection.damage(asOf, runId);
  }

  /** The same without a look for damage. */
  public Dataset<Row> unchecked(TableSpec table, String runId) {
    return ofBase(table).filter(col(TableSpec.RUN_ID).equalTo(runId));
  }

  /** The rows of several runs, without a look for damage. */
  public Dataset<Row> unchecked(TableSpec table, Collection<String> runIds) {
    return ofBase(table).filter(col(TableSpec.RUN_ID).isin(runIds.toArray()));
  }

  /** A table that no run could fill so far is empty, so that every view is always there. */
  private Dataset<Row> ofBase(TableSpec table) {
    if (!lake.has(table)) {
      return lake.empty(table);
    }
    return complete(table, lake.read(table).filter(col(TableSpec.BASE).equalTo(base)));
  }

  /** A lake that an older release wrote lacks the columns that came later. */
  private static Dataset<Row> complete(TableSpec table, Dataset<Row> rows) {
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
    for (String run : runs) {
      Inspection.Entry entry = inspection.ledger().get(run);
      if (entry != null) {
        schemes.addAll(entry.schemes());
      }
    }
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

  /** Schemes of leads have no column here; their segments stand in lead_segments. */
  private static Dataset<Row> longForm(Dataset<Row> segments, List<String> schemes) {
    List<String> columns = List.of(segments.columns());
    Column[] cells =
        schemes.stream()
            .filter(columns::contains)
            .map(name -> struct(lit(name).as("scheme"), col(name).as("segment")))
            .toArray(Column[]::new);
    Column cell = array(cells).cast("array<struct<scheme: string, segment: string>>");
    return segments
        .select(
            col(TableSpec.BASE),
            col(TableSpec.AS_OF),
            col(TableSpec.RUN_ID),
            col(CustomerTables.CUSTOMER_ID),
            explode(cell).as("cell"))
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

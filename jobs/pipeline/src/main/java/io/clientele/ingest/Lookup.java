package io.clientele.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.LookupConfig;
import io.clientele.config.Problems;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.spark.Catalyst;
import io.clientele.spark.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.MapType;

/**
 * A table that has one row for many rows of a source. It is made unique before it is joined, so
 * that no line can double, and {@link #check} refuses one whose rows contradict each other.
 */
final class Lookup {
  private static final String KEY = OwnColumns.named("key");
  private static final String BROKEN = OwnColumns.named("broken");
  private static final String CONTENT = OwnColumns.named("content");
  private static final int NAMED_KEYS = 10;

  private final LookupConfig config;
  private final SourceRows opened;
  private final Dataset<Row> keyed;

  /**
   * A lookup.
   *
   * @param opened its rows
   * @throws ConfigurationException if it has no such key
   */
  Lookup(LookupConfig config, SourceRows opened) {
    this.config = config;
    this.opened = opened;
    if (!opened.columns().contains(config.key())) {
      throw new ConfigurationException(
          config.source().key()
              + ".key: the lookup has no column '"
              + config.key()
              + "'"
              + Problems.hint(config.key(), opened.columns()));
    }
    List<Column> content = new ArrayList<>();
    for (String name : opened.columns()) {
      // Maps have no order, by which one of equal rows is taken.
      if (!(opened.rows().schema().apply(name).dataType() instanceof MapType)) {
        content.add(Names.column(name));
      }
    }
    Column malformed = opened.malformed() == null ? lit(false) : opened.malformed();
    Column broken = opened.broken().values().stream().reduce(malformed, Column::or);
    content.add(broken.as(BROKEN));
    this.keyed =
        opened
            .rows()
            .select(
                text(Names.column(config.key())).as(KEY),
                struct(content.toArray(Column[]::new)).as(CONTENT))
            .filter(col(KEY).isNotNull());
  }

  /** The source's rows with the lookup's row as one column, null where there is none. */
  SourceRows joined(SourceRows source) {
    String name = config.name();
    if (source.columns().contains(name)) {
      throw new ConfigurationException(
          config.source().key() + ": the source has a column '" + name + "' already; rename it.");
    }
    Dataset<Row> unique =
        keyed.groupBy(col(KEY)).agg(min(col(CONTENT)).as(name)).select(col(KEY), col(name));
    Problems problems = new Problems();
    Column on =
        RepeatableExpression.analyse(config.source().key() + ".on", config.on(), source, problems)
            .map(RepeatableExpression::column)
            .orElse(lit(null));
    problems.throwIfAny();
    Dataset<Row> asking = source.rows().withColumn(KEY + "_of_" + name, text(Catalyst.attempt(on)));
    Dataset<Row> rows =
        asking
            .join(unique, asking.col(KEY + "_of_" + name).equalTo(unique.col(KEY)), "left")
            .drop(KEY, KEY + "_of_" + name);
    List<String> columns = new ArrayList<>(source.columns());
    columns.add(name);
    Map<String, Column> broken = new LinkedHashMap<>(source.broken());
    broken.put(name, coalesce(col(name).getField(BROKEN), lit(false)));
    List<InputManifest> lookups = new ArrayList<>(source.manifest().lookups());
    lookups.add(opened.manifest());
    List<String> notes = new ArrayList<>(source.notes());
    notes.addAll(opened.notes());
    return new SourceRows(
        rows,
        source.manifest().with(lookups),
        List.copyOf(columns),
        broken,
        source.grouped(),
        source.finer(),
        source.malformed(),
        source.original(),
        source.file(),
        notes,
        source.absent());
  }

  /**
   * Reads the lookup.
   *
   * @throws DataRefusedException if rows share the key but not their content
   */
  void check() {
    Dataset<Row> doubled =
        keyed
            .groupBy(col(KEY))
            .agg(min(col(CONTENT)).as("least"), max(col(CONTENT)).as("greatest"))
            .filter(col("least").eqNullSafe(col("greatest")).equalTo(false))
            .select(col(KEY));
    List<Row> found = doubled.orderBy(col(KEY)).limit(NAMED_KEYS + 1).collectAsList();
    if (!found.isEmpty()) {
      List<String> named =
          found.stream().limit(NAMED_KEYS).map(row -> row.<String>getAs(KEY)).toList();
      throw new DataRefusedException(
          config.source().key()
              + ": "
              + doubled.count()
              + " values of "
              + config.key()
              + " stand in rows that differ: "
              + String.join(", ", named)
              + (found.size() > NAMED_KEYS ? ", …" : "")
              + ". Joined, they would double money. Nothing was published. Make the key unique.");
    }
  }

  private static Column text(Column key) {
    Column text = trim(key.cast("string"));
    return when(text.notEqual(""), text);
  }
}

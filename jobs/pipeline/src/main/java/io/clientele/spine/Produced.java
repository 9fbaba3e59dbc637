package io.clientele.spine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clientele.table.TableRows;
import io.clientele.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What an output computed: rows without the columns base, as_of and run_id.
 *
 * @param large tables that grow with the base, lazy
 * @param small tables that do not, as the records of their tables
 * @param notes what the user should know
 * @param model a document that later runs go on from, by the run's id; null for none
 */
public record Produced(
    List<TableRows> large,
    Map<TableSpec, List<? extends Record>> small,
    List<String> notes,
    @Nullable Function<String, ObjectNode> model) {

  /** Nothing. */
  public static Produced nothing() {
    return new Produced(List.of(), Map.of(), List.of(), null);
  }

  /** Only notes. */
  public static Produced notes(List<String> notes) {
    return new Produced(List.of(), Map.of(), List.copyOf(notes), null);
  }

  /** The rows of one large table. */
  public static Produced large(TableSpec table, Dataset<Row> rows, long count) {
    return nothing().and(table, rows, count);
  }

  /** The rows of one small table. */
  public static Produced small(TableSpec table, List<? extends Record> rows) {
    return nothing().and(table, rows);
  }

  /** Also the rows of a large table. */
  public Produced and(TableSpec table, Dataset<Row> rows, long count) {
    List<TableRows> more = new ArrayList<>(large);
    more.add(new TableRows(table, rows, count));
    return new Produced(List.copyOf(more), small, notes, model);
  }

  /** Also the rows of a small table. */
  public Produced and(TableSpec table, List<? extends Record> rows) {
    Map<TableSpec, List<? extends Record>> more = new LinkedHashMap<>(small);
    more.put(table, rows);
    return new Produced(large, more, notes, model);
  }

  /** With notes. */
  public Produced noting(List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new Produced(large, small, List.copyOf(all), model);
  }

  /** With a document that later runs go on from. */
  public Produced keeping(Function<String, ObjectNode> document) {
    return new Produced(large, small, notes, document);
  }
}

package io.clientele.support;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import io.clientele.lake.Lake;
import io.clientele.lake.LakeViews;
import io.clientele.lake.Pointer;
import io.clientele.lake.Publication;
import io.clientele.lake.Queries;
import io.clientele.table.Records;
import io.clientele.table.SummaryTables;
import io.clientele.table.SummaryTables.BaseStatisticRow;
import io.clientele.table.SummaryTables.ScoreEdgeRow;
import io.clientele.table.TableRows;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** A lake of one or two small tables, published without a run: a commit takes a moment. */
public final class ToyLake {
  public static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
  public static final LocalDate SECOND = LocalDate.of(2025, 1, 1);
  public static final TableSpec STATISTICS = SummaryTables.BASE_STATISTICS;
  public static final TableSpec EDGES = SummaryTables.SCORE_EDGES;
  public static final int ROWS = 3;

  private final String location;
  private final Predicate<String> dead;
  private @Nullable LakeViews views;

  public ToyLake(String location) {
    this(location, owner -> owner.startsWith("dead"));
  }

  /** The lake as one sees it who knows which owners of leases are gone. */
  public ToyLake(String location, Predicate<String> dead) {
    this.location = location;
    this.dead = dead;
  }

  public Lake lake() {
    return new Lake(Sparks.toys(), location);
  }

  public Pointer pointer() {
    return pointer("EUR");
  }

  public Pointer pointer(String currency) {
    return new Pointer(Sparks.toys(), lake(), "toy", currency, Shop.CLOCK, dead);
  }

  /** Begins to publish a run whose id is its date. */
  public Publication begin(String owner, Pointer.State seen, LocalDate asOf, TableSpec... tables) {
    views = null;
    return Publication.begin(
        Sparks.toys(),
        lake(),
        pointer(),
        seen,
        new Publication.Run("toy", asOf, run(asOf), owner),
        List.of(tables),
        Shop.CLOCK);
  }

  /** Publishes a run from beginning to end: the first table uncounted, the others as small ones. */
  public void publish(String owner, LocalDate asOf, TableSpec... tables) {
    publish(owner, pointer().read(), asOf, tables);
  }

  public void publish(String owner, Pointer.State seen, LocalDate asOf, TableSpec... tables) {
    try (Publication publication = begin(owner, seen, asOf, tables)) {
      publication.write(List.of(new TableRows(tables[0], rows(tables[0]), -1)), Map.of());
      for (TableSpec table : List.of(tables).subList(1, tables.length)) {
        publication.write(List.of(), Map.of(table, records(table)));
      }
      complete(publication);
    }
  }

  public static void complete(Publication publication) {
    publication.complete(
        new Publication.Facts("", "", "", "test", List.of(), Map.of(), 0, BigDecimal.ZERO),
        Map.of());
  }

  public static String run(LocalDate asOf) {
    return "run-" + asOf;
  }

  /** Some rows that the table can hold. */
  public static Dataset<Row> rows(TableSpec table) {
    List<Column> columns = new ArrayList<>();
    for (var column : table.columns().subList(3, table.columns().size())) {
      Column known = column.type().equals("STRING") ? concat(lit("v"), col("id")) : col("id");
      Column value = column.nullable() ? lit(null) : known;
      columns.add(value.cast(column.type()).as(column.name()));
    }
    return Sparks.toys().range(ROWS).coalesce(1).select(columns.toArray(Column[]::new));
  }

  private static List<? extends Record> records(TableSpec table) {
    List<Row> rows = rows(table).collectAsList();
    return table.equals(EDGES)
        ? Records.of(ScoreEdgeRow.class, rows)
        : Records.of(BaseStatisticRow.class, rows);
  }

  /** The answer to a query as {@code sql} gives it; the lake is opened at the first one. */
  public List<Row> query(String text) {
    LakeViews opened = views;
    if (opened == null) {
      opened = new LakeViews(lake(), "toy");
      opened.register(pointer().read());
      views = opened;
    }
    opened.check(text);
    return Queries.answer(Sparks.toys(), text).collectAsList();
  }

  public long count(String text) {
    return query(text).get(0).getLong(0);
  }
}

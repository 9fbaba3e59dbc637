package io.clientele.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One published table: name, purpose, grain and columns.
 *
 * @param name in the lake and in SQL
 * @param meaning one sentence for the catalogue
 * @param key the columns that identify a row
 * @param partitions the columns that the files are partitioned by
 * @param columns all columns in order
 */
public record TableSpec(
    String name,
    String meaning,
    List<String> key,
    List<String> partitions,
    List<ColumnSpec> columns) {

  /** Money of a line or a customer: up to 10¹⁴ units of currency, four decimal places. */
  public static final String MONEY = "DECIMAL(18,4)";

  /** Money of many customers. */
  public static final String TOTAL = "DECIMAL(38,4)";

  /** Shares, ratios and Gini coefficients: ten decimal places, never floating point. */
  public static final String SHARE = "DECIMAL(20,10)";

  /** Decimal places of stored money; amounts are held as whole numbers of this unit. */
  public static final int STORED_SCALE = 4;

  public static final String BASE = "base";
  public static final String AS_OF = "as_of";
  public static final String RUN_ID = "run_id";

  /** Starts a table whose rows belong to one run of one as-of date of one base. */
  public static Builder snapshot(String name, String meaning) {
    Builder builder = new Builder(name, meaning, List.of(BASE, AS_OF, RUN_ID));
    return builder
        .column(BASE, "STRING", "", "the customer base")
        .column(AS_OF, "DATE", "", "the day the base is looked at; only earlier lines are seen")
        .column(RUN_ID, "STRING", "", "the run that wrote the row");
  }

  /** Starts a table of the ledger. */
  public static Builder ledger(String name, String meaning) {
    return new Builder(name, meaning, List.of(BASE))
        .column(BASE, "STRING", "", "the customer base");
  }

  /** The schema as Spark knows it, with the comments. */
  public StructType schema() {
    StructType schema = new StructType();
    for (ColumnSpec column : columns) {
      schema =
          schema.add(
              new StructField(
                  column.name(),
                  DataType.fromDDL(column.type()),
                  column.nullable(),
                  new MetadataBuilder().putString("comment", column.comment()).build()));
    }
    return schema;
  }

  /** The names of the columns in order. */
  public List<String> columnNames() {
    return columns.stream().map(ColumnSpec::name).toList();
  }

  /** The columns that are a row's own: without those that say which base, date and run it is of. */
  public List<ColumnSpec> own() {
    return columns.stream().filter(column -> !partitions.contains(column.name())).toList();
  }

  /** The schema of {@link #own}. */
  public StructType ownSchema() {
    return new TableSpec(name, meaning, key, partitions, own()).schema();
  }

  /** The own columns of records: each column is the component of that name. */
  public List<Row> rows(List<? extends Record> records) {
    StructType own = ownSchema();
    return records.stream().map(one -> Records.row(own, one)).toList();
  }

  /** The own columns of rows that have at least these. */
  public Dataset<Row> ownColumns(Dataset<Row> rows) {
    return rows.select(
        own().stream().map(column -> functions.col(column.name())).toArray(Column[]::new));
  }

  /** This table with more columns, for those that depend on the configuration. */
  public TableSpec with(List<ColumnSpec> more) {
    List<ColumnSpec> all = new ArrayList<>(columns);
    all.addAll(more);
    return new TableSpec(name, meaning, key, partitions, List.copyOf(all));
  }

  /** Collects the columns of one table. */
  public static final class Builder {
    private final String name;
    private final String meaning;
    private final List<String> partitions;
    private final List<String> key = new ArrayList<>();
    private final List<ColumnSpec> columns = new ArrayList<>();

    private Builder(String name, String meaning, List<String> partitions) {
      this.name = name;
      this.meaning = meaning;
      this.partitions = partitions;
    }

    /** A column that every row has. */
    public Builder column(String column, String type, String unit, String columnMeaning) {
      columns.add(new ColumnSpec(column, type, false, unit, columnMeaning));
      return this;
    }

    /** A column that a row may lack. */
    public Builder optional(String column, String type, String unit, String columnMeaning) {
      columns.add(new ColumnSpec(column, type, true, unit, columnMeaning));
      return this;
    }

    /** Ends the table with the columns that identify a row beside base, as_of and run_id. */
    public TableSpec key(String... names) {
      key.addAll(partitions);
      key.addAll(List.of(names));
      return new TableSpec(name, meaning, List.copyOf(key), partitions, List.copyOf(columns));
    }
  }
}

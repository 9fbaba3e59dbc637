package io.clientele.generate;

import io.clientele.failure.ConfigurationException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Writes the lines of a {@link Recipe}. */
public final class Generator {
  /** The file beside the CSV lines with the profile of every customer. */
  public static final String TRUTH = "truth.csv";

  private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private static final StructType SCHEMA =
      new StructType()
          .add("line_id", DataTypes.StringType)
          .add("version", DataTypes.IntegerType)
          .add("order_id", DataTypes.StringType)
          .add("customer_id", DataTypes.StringType)
          .add("product_id", DataTypes.StringType)
          .add("ordered_at", DataTypes.TimestampType)
          .add("quantity", DataTypes.IntegerType)
          .add("amount", DataTypes.createDecimalType(12, 2))
          .add("cost", DataTypes.createDecimalType(12, 2))
          .add("discount", DataTypes.createDecimalType(12, 2))
          .add("kind", DataTypes.StringType)
          .add("store", DataTypes.StringType)
          .add("channel", DataTypes.StringType);

  private static final List<ShopTable> TABLES =
      List.of(
          new People(),
          new Catalogue(),
          new Contacts(),
          new Prospects(),
          new Invoices(),
          new Marks(),
          new Answers());

  private final Recipe recipe;

  /** A generator of one recipe. */
  public Generator(Recipe recipe) {
    this.recipe = recipe;
  }

  /**
   * The lines as a typed dataset; only for recipes without trouble, whose values all have a type.
   *
   * @param zone where the shop's clocks stand
   */
  public Dataset<Row> dataset(SparkSession spark, ZoneId zone) {
    if (recipe.trouble()) {
      throw new ConfigurationException(
          "Broken values need text: write trouble as csv, or typed formats with --clean.");
    }
    Recipe own = recipe;
    return spark
        .range(recipe.customers())
        .flatMap(
            (FlatMapFunction<Long, Row>) number -> rows(own, number, zone).iterator(),
            Encoders.row(SCHEMA));
  }

  /** Writes parquet or delta. */
  public void write(SparkSession spark, ZoneId zone, String format, String directory) {
    dataset(spark, zone).write().format(format).mode(SaveMode.ErrorIfExists).save(directory);
  }

  /**
   * Writes CSV, one file a month, and {@code truth.csv} with the profile of every customer beside
   * the directory. Corrections come late: they stand in the file of the next month.
   */
  public void writeCsv(SparkSession spark, String directory) {
    Map<YearMonth, CSVPrinter> files = new TreeMap<>();
    Path root = new Path(directory);
    try {
      FileSystem system = root.getFileSystem(spark.sparkContext().hadoopConfiguration());
      system.mkdirs(root);
      for (long number = 0; number < recipe.customers(); number++) {
        for (RawLine line : CustomerHistory.of(recipe, number)) {
          YearMonth month = YearMonth.from(line.orderedAt()).plusMonths(line.version() - 1L);
          CSVPrinter file = files.get(month);
          if (file == null) {
            file = open(system, new Path(root, "transactions-" + month + ".csv"));
            file.printRecord((Object[]) SCHEMA.fieldNames());
            files.put(month, file);
          }
          file.printRecord(record(line));
        }
      }
      try (CSVPrinter truth = open(system, new Path(root.getParent(), TRUTH))) {
        truth.printRecord("customer_id", "profile");
        for (long number = 0; number < recipe.customers(); number++) {
          truth.printRecord(
              CustomerHistory.id(number),
              CustomerHistory.profileOf(recipe, number).name().toLowerCase(java.util.Locale.ROOT));
        }
      }
      for (CSVPrinter file : files.values()) {
        file.close();
      }
    } catch (IOException e) {
      throw ConfigurationException.unreachable(directory, "written", e);
    }
  }

  /** The names of the tables that {@link #writeShop} writes. */
  public static List<String> tables() {
    return TABLES.stream().map(ShopTable::name).toList();
  }

  /**
   * Writes what a shop keeps beside its lines, a directory a table: customers, products, contacts,
   * leads, invoices, tags and answers.
   *
   * @param format csv, parquet or delta
   */
  public void writeShop(SparkSession spark, ZoneId zone, String format, String directory) {
    for (ShopTable table : TABLES) {
      Path place = new Path(directory, table.name());
      if (format.equals("csv")) {
        writeCsv(spark, table, place);
      } else {
        dataset(spark, zone, table)
            .write()
            .format(format)
            .mode(SaveMode.ErrorIfExists)
            .save(place.toString());
      }
    }
  }

  private void writeCsv(SparkSession spark, ShopTable table, Path place) {
    try {
      FileSystem system = place.getFileSystem(spark.sparkContext().hadoopConfiguration());
      system.mkdirs(place);
      try (CSVPrinter file = open(system, new Path(place, table.name() + ".csv"))) {
        file.printRecord((Object[]) table.schema().fieldNames());
        for (long number = 0; number < table.numbers(recipe); number++) {
          for (Object[] row : table.rows(recipe, number)) {
            for (Object value : row) {
              file.print(value instanceof LocalDateTime at ? AT.format(at) : value);
            }
            file.println();
          }
        }
      }
    } catch (IOException e) {
      throw ConfigurationException.unreachable(place.toString(), "written", e);
    }
  }

  private Dataset<Row> dataset(SparkSession spark, ZoneId zone, ShopTable table) {
    Recipe own = recipe;
    return spark
        .range(table.numbers(recipe))
        .flatMap(
            (FlatMapFunction<Long, Row>)
                number -> table.rows(own, number).stream().map(row -> typed(row, zone)).iterator(),
            Encoders.row(table.schema()));
  }

  private static Row typed(Object[] row, ZoneId zone) {
    Object[] values = new Object[row.length];
    for (int i = 0; i < row.length; i++) {
      if (row[i] instanceof LocalDateTime at) {
        values[i] = java.sql.Timestamp.from(at.atZone(zone).toInstant());
      } else if (row[i] instanceof LocalDate day) {
        values[i] = java.sql.Date.valueOf(day);
      } else {
        values[i] = row[i];
      }
    }
    return RowFactory.create(values);
  }

  private static CSVPrinter open(FileSystem system, Path path) throws IOException {
    Writer writer = new OutputStreamWriter(system.create(path, true), StandardCharsets.UTF_8);
    return new CSVPrinter(writer, CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get());
  }

  private static List<Object> record(RawLine line) {
    List<Object> values = new ArrayList<>();
    values.add(line.lineId());
    values.add(line.version());
    values.add(line.orderId());
    values.add(line.customerId());
    values.add(line.productId());
    values.add(line.brokenDate() == null ? AT.format(line.orderedAt()) : line.brokenDate());
    values.add(line.quantity());
    values.add(line.brokenAmount() == null ? line.amount().toPlainString() : line.brokenAmount());
    values.add(line.cost());
    values.add(line.discount());
    values.add(line.kind());
    values.add(line.store());
    values.add(line.channel());
    return values;
  }

  private static List<Row> rows(Recipe recipe, long number, ZoneId zone) {
    List<Row> rows = new ArrayList<>();
    Iterator<RawLine> lines = CustomerHistory.of(recipe, number).iterator();
    while (lines.hasNext()) {
      RawLine line = lines.next();
      rows.add(
          RowFactory.create(
              line.lineId(),
              line.version(),
              line.orderId(),
              line.customerId(),
              line.productId(),
              java.sql.Timestamp.from(line.orderedAt().atZone(zone).toInstant()),
              line.quantity(),
              line.amount(),
              line.cost(),
              line.discount(),
              line.kind(),
              line.store(),
              line.channel()));
    }
    return rows;
  }
}

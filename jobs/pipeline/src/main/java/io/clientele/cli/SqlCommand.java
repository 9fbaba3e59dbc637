package io.clientele.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.freva.asciitable.AsciiTable;
import io.clientele.config.BaseConfig;
import io.clientele.publish.LakeViews;
import io.clientele.publish.Queries;
import io.clientele.run.Sessions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "sql",
    description = "Answers a query over the lake's tables and views. Queries only.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  clientele sql \"SELECT segment, customers, revenue FROM current_segment_summary\"",
      "  clientele sql \"SELECT * FROM current_quarantine\" --format csv > refused.csv",
      "  clientele sql \"SHOW TABLES\""
    })
final class SqlCommand implements Callable<Integer> {
  /** How a result is printed. */
  enum Format {
    table,
    csv,
    json
  }

  private static final int TABLE_ROWS = 200;

  @Mixin private BaseOptions options = new BaseOptions();

  @Parameters(paramLabel = "QUERY", description = "a SELECT over the tables and views")
  private String query = "";

  @Option(
      names = "--format",
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); table shows the first 200"
              + " rows, csv and json all")
  private Format format = Format.table;

  private final Terminal terminal;

  SqlCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    BaseConfig config = options.load();
    try (SparkSession spark = Sessions.start(config, options.master())) {
      PublishedLake published = PublishedLake.of(spark, config);
      LakeViews views = new LakeViews(published.lake(), config.base());
      views.register(published.state());
      views.check(query);
      Dataset<Row> result = Queries.answer(spark, query);
      print(result, terminal.out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return 0;
  }

  private void print(Dataset<Row> result, PrintWriter out) throws IOException {
    StructField[] fields = result.schema().fields();
    switch (format) {
      case table -> table(result, fields, out);
      case csv -> csv(result, fields, out);
      case json -> json(result, out);
    }
    out.flush();
  }

  private static void table(Dataset<Row> result, StructField[] fields, PrintWriter out) {
    List<Row> rows = result.limit(TABLE_ROWS + 1).collectAsList();
    String[] header = new String[fields.length];
    for (int i = 0; i < fields.length; i++) {
      header[i] = fields[i].name();
    }
    List<Object[]> cells = new ArrayList<>();
    for (Row row : rows.subList(0, Math.min(TABLE_ROWS, rows.size()))) {
      Object[] line = new Object[fields.length];
      for (int i = 0; i < fields.length; i++) {
        line[i] = text(row, i);
      }
      cells.add(line);
    }
    out.println(
        AsciiTable.getTable(
            AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
            header,
            null,
            cells.toArray(Object[][]::new)));
    if (rows.size() > TABLE_ROWS) {
      out.println("… the first " + TABLE_ROWS + " rows; --format csv or json prints all");
    }
  }

  private static void csv(Dataset<Row> result, StructField[] fields, PrintWriter out)
      throws IOException {
    try (CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
      for (StructField field : fields) {
        printer.print(field.name());
      }
      printer.println();
      Iterator<Row> rows = result.toLocalIterator();
      while (rows.hasNext()) {
        Row row = rows.next();
        for (int i = 0; i < fields.length; i++) {
          String value = row.isNullAt(i) ? null : text(row, i);
          printer.print(fields[i].dataType() instanceof StringType ? harmless(value) : value);
        }
        printer.println();
      }
      printer.flush();
    }
  }

  private static void json(Dataset<Row> result, PrintWriter out) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    Iterator<String> rows = result.toJSON().toLocalIterator();
    try (JsonGenerator generator = mapper.createGenerator(out)) {
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.writeStartArray();
      while (rows.hasNext()) {
        generator.writeRaw("\n  ");
        generator.writeRawValue(rows.next());
      }
      generator.writeRaw("\n");
      generator.writeEndArray();
    }
    out.println();
  }

  /** A spreadsheet must not take a customer's text for a formula. */
  static @Nullable String harmless(@Nullable String text) {
    boolean formula = text != null && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    return formula ? "'" + text : text;
  }

  private static String text(Row row, int index) {
    if (row.isNullAt(index)) {
      return "";
    }
    Object value = row.get(index);
    return value instanceof java.math.BigDecimal number ? number.toPlainString() : value.toString();
  }
}

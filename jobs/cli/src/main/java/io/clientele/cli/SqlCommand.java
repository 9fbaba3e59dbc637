package io.clientele.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.freva.asciitable.AsciiTable;
import io.clientele.config.BaseConfig;
import io.clientele.explain.Printable;
import io.clientele.lake.Lake;
import io.clientele.lake.LakeViews;
import io.clientele.lake.Queries;
import io.clientele.lake.QueryFailures;
import io.clientele.lake.RefusedRows;
import io.clientele.run.Sessions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
    description =
        "Answers a query over the lake's tables and views. Queries only: whatever writes, changes"
            + " settings, runs code or reads something else is refused before anything is executed.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  clientele sql \"SELECT segment, customers, revenue FROM current_segment_summary\"",
      "  clientele sql \"SELECT * FROM current_quarantine\" --format csv > refused.csv",
      "  clientele sql --refused \"SELECT reasons, source_row FROM refused\"",
      "  clientele sql \"SHOW TABLES\"",
      "  clientele sql \"DESCRIBE current_customer_features\"",
      "  clientele sql --as-of 2025-01-01 \"SELECT * FROM current_segment_summary\"",
      "  clientele sql --files \"SELECT * FROM parquet.`/data/lines`\"",
      "",
      "With --as-of the views current_… show the run of that date, otherwise the latest; the others",
      "have every date. Lists, maps and structures are written as JSON. A screen gets control",
      "characters in visible form (\\u001b); csv and json in a file have the data as they are."
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

  @Option(
      names = "--files",
      description =
          "also lets the query read files, as in csv.`/path`: formats csv, delta, json, orc, parquet"
              + " and text (default: the lake only)")
  private boolean files;

  @Option(
      names = "--refused",
      description =
          "the query is over the one view 'refused': the rows for which a gate refused the last run")
  private boolean refused;

  private final Terminal terminal;

  SqlCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    BaseConfig config = options.load();
    try (SparkSession spark = Sessions.start(config, options.master())) {
      register(spark, config);
      Queries.Reach reach = files ? Queries.Reach.FILES : Queries.Reach.LAKE;
      print(Queries.answer(spark, query, reach));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return 0;
  }

  private void register(SparkSession spark, BaseConfig config) {
    if (refused) {
      new RefusedRows(spark, new Lake(spark, config.lake()), config.base()).register();
      return;
    }
    PublishedLake published = PublishedLake.of(spark, config);
    LakeViews views = new LakeViews(published.lake(), config.base());
    views.register(published.state(), options.isDated() ? config.asOf() : null);
    views.check(query);
  }

  private void print(Dataset<Row> result) throws IOException {
    try {
      switch (format) {
        case table -> table(result, terminal.out());
        case csv -> csv(result, terminal.unchanged());
        case json -> json(result, terminal.out());
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      throw QueryFailures.translate(e);
    } finally {
      terminal.out().flush();
      terminal.unchanged().flush();
    }
  }

  static void table(Dataset<Row> result, PrintWriter out) {
    List<Row> rows = ResultText.of(result).limit(TABLE_ROWS + 1).collectAsList();
    String[] header = Arrays.stream(result.columns()).map(Printable::inLine).toArray(String[]::new);
    Object[][] cells =
        rows.stream()
            .limit(TABLE_ROWS)
            .map(
                row ->
                    IntStream.range(0, header.length)
                        .mapToObj(i -> row.isNullAt(i) ? "" : Printable.inLine(row.getString(i)))
                        .toArray())
            .toArray(Object[][]::new);
    out.println(
        AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, header, null, cells));
    if (rows.size() > TABLE_ROWS) {
      out.println("… the first " + TABLE_ROWS + " rows; --format csv or json prints all");
    }
  }

  static void csv(Dataset<Row> result, PrintWriter out) throws IOException {
    StructField[] fields = result.schema().fields();
    // Not closed: standard output is not ours.
    CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180);
    for (StructField field : fields) {
      printer.print(harmless(field.name()));
    }
    printer.println();
    Iterator<Row> rows = ResultText.of(result).toLocalIterator();
    while (rows.hasNext()) {
      Row row = rows.next();
      for (int i = 0; i < fields.length; i++) {
        String value = row.isNullAt(i) ? null : row.getString(i);
        printer.print(fields[i].dataType() instanceof StringType ? harmless(value) : value);
      }
      printer.println();
    }
    printer.flush();
  }

  static void json(Dataset<Row> result, PrintWriter out) throws IOException {
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
}

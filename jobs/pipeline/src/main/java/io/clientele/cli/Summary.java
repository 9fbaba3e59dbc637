package io.clientele.cli;

import static io.clientele.table.SummaryTables.CONCENTRATION_SUMMARY;
import static io.clientele.table.SummaryTables.SEGMENT_SUMMARY;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.clientele.config.BaseConfig;
import io.clientele.run.RunReport;
import io.clientele.segment.Scheme;
import io.clientele.segment.SchemeFile;
import io.clientele.table.ReconciliationTable;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What a person reads after a run. */
final class Summary {
  private static final int BAR = 20;

  /** More segments of one scheme, as an attribute can have, would hide the other schemes. */
  private static final int SHOWN_SEGMENTS = 15;

  private final BaseConfig config;
  private final List<Scheme> schemes;

  Summary(BaseConfig config, List<Scheme> schemes) {
    this.config = config;
    this.schemes = schemes;
  }

  void print(RunReport report, PrintWriter out) {
    out.println();
    out.println(headline(report));
    out.println("  read " + report.input());
    out.println();
    concentration(rows(report, CONCENTRATION_SUMMARY.name()), out);
    segments(report, out);
    report.skipped().forEach((scheme, why) -> out.println("skipped  " + scheme + ": " + why));
    reconciliation(rows(report, ReconciliationTable.SPEC.name()), out);
    report.notes().forEach(note -> out.println("note  " + note));
    Duration all = report.seconds().values().stream().reduce(Duration.ZERO, Duration::plus);
    out.println();
    out.println("Tables  " + report.lake());
    out.println(
        "        look at them: bin/clientele sql \"SELECT * FROM current_segment_summary\""
            + " with the same --config");
    out.println("Took    " + all.toMillis() / 100 / 10.0 + " s after Spark's start");
    out.flush();
  }

  private static String headline(RunReport report) {
    String what = report.base() + " as of " + report.asOf() + ", run " + report.runId();
    return switch (report.outcome()) {
      case PUBLISHED -> "Published " + what;
      case UNCHANGED -> "Nothing to do: " + what + " is complete already. It says:";
      case REINSTATED -> "Nothing to compute: " + what + " was complete and counts again. It says:";
    };
  }

  private void concentration(List<Row> rows, PrintWriter out) {
    List<ColumnData<Row>> columns =
        List.of(
            text("measure", row -> row.getString(0)),
            number("customers", row -> whole(row.getLong(2))),
            number("total", row -> money(row.getDecimal(3), row.getString(0))),
            number("Gini", row -> ratio(row, 6)),
            number("top 1 %", row -> percent(row, 7)),
            number("top 5 %", row -> percent(row, 8)),
            number("top 10 %", row -> percent(row, 9)),
            number("top 20 %", row -> percent(row, 10)),
            number("80 % held by", row -> percent(row, 12)));
    List<Row> whole = rows.stream().filter(row -> row.getString(1).equals("base")).toList();
    out.println(table(whole, columns));
    out.println();
  }

  private void segments(RunReport report, PrintWriter out) {
    List<Row> all = rows(report, SEGMENT_SUMMARY.name());
    for (Scheme scheme : schemes) {
      List<Row> own = all.stream().filter(row -> row.getString(0).equals(scheme.name())).toList();
      if (own.isEmpty()) {
        continue;
      }
      SchemeFile file = scheme.file();
      out.println(scheme.name() + " v" + file.version() + ": " + file.description());
      List<ColumnData<Row>> columns =
          List.of(
              text("segment", row -> row.getString(1)),
              number("customers", row -> whole(row.getLong(2))),
              number("share", row -> percent(row, 3)),
              number("revenue " + config.currency(), row -> money(row.getDecimal(5), "revenue")),
              number("share", row -> percent(row, 6)),
              text("", row -> bar(row.isNullAt(6) ? null : row.getDecimal(6))),
              number("median days", row -> plain(row, 9)),
              number("orders", row -> plain(row, 10)),
              number("spent", row -> row.isNullAt(11) ? "" : money(row.getDecimal(11), "revenue")));
      out.println(table(own.subList(0, Math.min(own.size(), SHOWN_SEGMENTS)), columns));
      if (own.size() > SHOWN_SEGMENTS) {
        out.println(
            " … and " + (own.size() - SHOWN_SEGMENTS) + " more, in current_segment_summary");
      }
      out.println();
    }
  }

  private void reconciliation(List<Row> rows, PrintWriter out) {
    List<Row> classes =
        rows.stream()
            .filter(row -> row.getString(1).equals("class"))
            .filter(row -> row.getLong(2) > 0)
            .toList();
    List<ColumnData<Row>> columns =
        List.of(
            text("rows", Summary::item),
            number("number", row -> whole(row.getLong(2))),
            number("revenue " + config.currency(), row -> money(row.getDecimal(3), "revenue")),
            number("amount unknown", row -> row.getLong(4) == 0 ? "" : whole(row.getLong(4))),
            text("", row -> row.getString(5)));
    out.println(table(classes, columns));
    List<Row> reasons =
        rows.stream()
            .filter(row -> row.getString(1).equals("reason"))
            .sorted((a, b) -> Long.compare(b.getLong(2), a.getLong(2)))
            .toList();
    if (!reasons.isEmpty()) {
      List<ColumnData<Row>> why =
          List.of(
              text("quarantined because", Summary::item),
              number("rows", row -> whole(row.getLong(2))));
      out.println();
      out.println(table(reasons, why));
    }
    out.println();
    long outputs = rows.stream().filter(row -> row.getString(1).equals("output")).count();
    out.println("reconciled: accepted revenue = each of " + outputs + " outputs, to the cent");
  }

  /** Rows of the transactions by their class, those of other sources with the source's name. */
  private static String item(Row row) {
    String source = row.getString(6);
    return source.equals("transactions") ? row.getString(0) : source + ": " + row.getString(0);
  }

  private static List<Row> rows(RunReport report, String table) {
    return report.tables().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(table))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(List.of());
  }

  private static String table(List<Row> rows, List<ColumnData<Row>> columns) {
    return AsciiTable.builder()
        .border(AsciiTable.NO_BORDERS)
        .data(rows, columns)
        .asString()
        .lines()
        .map(String::stripTrailing)
        .filter(line -> !line.isBlank())
        .reduce((a, b) -> a + System.lineSeparator() + b)
        .orElse("");
  }

  private interface Cell extends java.util.function.Function<Row, String> {}

  private static ColumnData<Row> text(String header, Cell cell) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(HorizontalAlign.LEFT)
        .with(cell);
  }

  private static ColumnData<Row> number(String header, Cell cell) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.RIGHT)
        .dataAlign(HorizontalAlign.RIGHT)
        .with(cell);
  }

  private static String bar(@Nullable BigDecimal share) {
    if (share == null || share.signum() <= 0) {
      return "";
    }
    int eighths =
        share.multiply(BigDecimal.valueOf(BAR * 8L)).setScale(0, RoundingMode.HALF_UP).intValue();
    String full = "█".repeat(Math.min(BAR, eighths / 8));
    return eighths % 8 == 0 || full.length() == BAR ? full : full + (char) ('█' + 8 - eighths % 8);
  }

  private static String whole(long number) {
    return format("#,##0").format(number);
  }

  private static String money(BigDecimal amount, String measure) {
    if (measure.equals("orders")) {
      return format("#,##0").format(amount);
    }
    return format("#,##0.00##").format(amount);
  }

  private static String plain(Row row, int index) {
    return row.isNullAt(index) ? "" : format("#,##0.#").format(row.getDecimal(index));
  }

  private static String ratio(Row row, int index) {
    return row.isNullAt(index)
        ? "undefined"
        : row.getDecimal(index).setScale(4, RoundingMode.HALF_UP).toPlainString();
  }

  private static String percent(Row row, int index) {
    return row.isNullAt(index) ? "" : format("0.0 %").format(row.getDecimal(index));
  }

  private static DecimalFormat format(String pattern) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
  }
}

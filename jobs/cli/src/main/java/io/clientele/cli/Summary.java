package io.clientele.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.clientele.concentration.Scoped;
import io.clientele.config.BaseConfig;
import io.clientele.run.RunReport;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeFile;
import io.clientele.table.ReconciliationTable.ReconciliationRow;
import io.clientele.table.SummaryTables.ConcentrationSummaryRow;
import io.clientele.table.SummaryTables.SegmentSummaryRow;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
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
    concentration(report.tables().concentration(), out);
    segments(report, out);
    report.skipped().forEach((scheme, why) -> out.println("skipped  " + scheme + ": " + why));
    reconciliation(report.tables().reconciliation(), out);
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

  private static void concentration(List<ConcentrationSummaryRow> rows, PrintWriter out) {
    List<ColumnData<ConcentrationSummaryRow>> columns =
        List.of(
            text("measure", ConcentrationSummaryRow::measure),
            number("customers", row -> whole(row.customers())),
            number("total", row -> money(row.total(), row.measure())),
            number("Gini", row -> ratio(row.gini())),
            number("top 1 %", row -> percent(row.top1Share())),
            number("top 5 %", row -> percent(row.top5Share())),
            number("top 10 %", row -> percent(row.top10Share())),
            number("top 20 %", row -> percent(row.top20Share())),
            number("80 % held by", row -> percent(row.customersFor80Share())));
    out.println(
        table(rows.stream().filter(row -> row.scope().equals(Scoped.BASE)).toList(), columns));
    out.println();
  }

  private void segments(RunReport report, PrintWriter out) {
    for (Scheme scheme : schemes) {
      List<SegmentSummaryRow> own =
          report.tables().segments().stream()
              .filter(row -> row.scheme().equals(scheme.name()))
              .toList();
      if (own.isEmpty()) {
        continue;
      }
      SchemeFile file = scheme.file();
      out.println(scheme.name() + " v" + file.version() + ": " + file.description());
      List<ColumnData<SegmentSummaryRow>> columns =
          List.of(
              text("segment", SegmentSummaryRow::segment),
              number("customers", row -> whole(row.customers())),
              number("share", row -> percent(row.customerShare())),
              number("revenue " + config.currency(), row -> money(row.revenue(), "revenue")),
              number("share", row -> percent(row.revenueShare())),
              text("", row -> bar(row.revenueShare())),
              number("median days", row -> plain(row.medianRecencyDays())),
              number("orders", row -> plain(row.medianFrequency())),
              number(
                  "spent",
                  row ->
                      row.medianMonetary() == null ? "" : money(row.medianMonetary(), "revenue")));
      out.println(table(own.subList(0, Math.min(own.size(), SHOWN_SEGMENTS)), columns));
      if (own.size() > SHOWN_SEGMENTS) {
        out.println(
            " … and " + (own.size() - SHOWN_SEGMENTS) + " more, in current_segment_summary");
      }
      out.println();
    }
  }

  private void reconciliation(List<ReconciliationRow> rows, PrintWriter out) {
    List<ColumnData<ReconciliationRow>> columns =
        List.of(
            text("rows", Summary::item),
            number("number", row -> whole(row.itemRows())),
            number("revenue " + config.currency(), row -> money(row.revenue(), "revenue")),
            number(
                "amount unknown",
                row -> row.rowsWithoutRevenue() == 0 ? "" : whole(row.rowsWithoutRevenue())),
            text("", ReconciliationRow::meaning));
    out.println(
        table(of(rows, "class").stream().filter(row -> row.itemRows() > 0).toList(), columns));
    List<ReconciliationRow> reasons =
        of(rows, "reason").stream()
            .sorted(Comparator.comparingLong(ReconciliationRow::itemRows).reversed())
            .toList();
    if (!reasons.isEmpty()) {
      List<ColumnData<ReconciliationRow>> why =
          List.of(
              text("quarantined because", Summary::item),
              number("rows", row -> whole(row.itemRows())));
      out.println();
      out.println(table(reasons, why));
    }
    out.println();
    out.println(
        "reconciled: accepted revenue = each of "
            + of(rows, "output").size()
            + " outputs, to the cent");
  }

  private static List<ReconciliationRow> of(List<ReconciliationRow> rows, String kind) {
    return rows.stream().filter(row -> row.kind().equals(kind)).toList();
  }

  /** Rows of the transactions by their class, those of other sources with the source's name. */
  private static String item(ReconciliationRow row) {
    return row.source().equals("transactions") ? row.item() : row.source() + ": " + row.item();
  }

  private static <R> String table(List<R> rows, List<ColumnData<R>> columns) {
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

  private static <R> ColumnData<R> text(String header, Function<R, String> cell) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(HorizontalAlign.LEFT)
        .with(cell);
  }

  private static <R> ColumnData<R> number(String header, Function<R, String> cell) {
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

  private static String plain(@Nullable BigDecimal number) {
    return number == null ? "" : format("#,##0.#").format(number);
  }

  private static String ratio(@Nullable BigDecimal ratio) {
    return ratio == null ? "undefined" : ratio.setScale(4, RoundingMode.HALF_UP).toPlainString();
  }

  private static String percent(@Nullable BigDecimal share) {
    return share == null ? "" : format("0.0 %").format(share);
  }

  private static DecimalFormat format(String pattern) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
  }
}

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
import io.clientele.scheme.SegmentRule;
import io.clientele.table.ReconciliationTable.ReconciliationRow;
import io.clientele.table.SummaryTables.ConcentrationSummaryRow;
import io.clientele.table.SummaryTables.SegmentSummaryRow;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a person reads after a run: the base in a line, three schemes, what is wrong, what to do
 * next; or everything.
 */
final class Summary {
  private static final int BAR = 20;

  /** More segments of one scheme, as an attribute can have, would hide the other schemes. */
  private static final int SHOWN_SEGMENTS = 15;

  /** The schemes that say most; of a base without cost the second stands for the first. */
  private static final List<List<String>> FLAGSHIPS =
      List.of(List.of("profit_loyalty", "value_loyalty"), List.of("lifecycle_9"), List.of("rfm"));

  private static final int SHOWN_SCHEMES = 3;
  private static final int SHOWN_REASONS = 3;
  private static final int SHOWN_ACTIONS = 4;

  /** Classes of rows that somebody should know of. */
  private static final Set<String> WORTH_SAYING =
      Set.of("quarantined", "duplicate", "anonymous", "unseen");

  private final BaseConfig config;
  private final List<Scheme> schemes;
  private final boolean all;
  private final Words words;

  /**
   * A summary.
   *
   * @param all everything that was counted, in English; else what matters, in the language
   */
  Summary(BaseConfig config, List<Scheme> schemes, boolean all, Words words) {
    this.config = config;
    this.schemes = schemes;
    this.all = all;
    this.words = words;
  }

  void print(RunReport report, PrintWriter out) {
    out.println();
    out.println(headline(report));
    out.println("  " + words.of("read", report.input()));
    out.println();
    if (all) {
      concentration(report.tables().concentration(), out);
      segments(report, schemes, out);
      report.skipped().forEach((scheme, why) -> out.println("skipped  " + scheme + ": " + why));
      reconciliation(report.tables().reconciliation(), out);
      report.notes().forEach(note -> out.println("note  " + note));
    } else {
      List<Scheme> few = flagships(report);
      base(report.tables().concentration()).ifPresent(out::println);
      out.println();
      segments(report, few, out);
      wrong(report, out);
      next(report, few, out);
    }
    Duration took = report.seconds().values().stream().reduce(Duration.ZERO, Duration::plus);
    out.println();
    out.println(words.of("tables", report.lake()));
    String look = "bin/clientele sql \"SELECT * FROM current_segment_summary\"";
    out.println("        " + words.of("tables.look", look));
    if (!all) {
      out.println("        " + words.of("tables.all", "bin/clientele run --all"));
    }
    out.println(words.of("took", Double.toString(took.toMillis() / 100 / 10.0)));
    out.flush();
  }

  private List<Scheme> flagships(RunReport report) {
    Set<String> there = new HashSet<>();
    report.tables().segments().forEach(row -> there.add(row.scheme()));
    List<Scheme> found = new ArrayList<>();
    for (List<String> names : FLAGSHIPS) {
      names.stream()
          .filter(there::contains)
          .flatMap(name -> schemes.stream().filter(scheme -> scheme.name().equals(name)))
          .findFirst()
          .ifPresent(found::add);
    }
    schemes.stream()
        .filter(scheme -> there.contains(scheme.name()) && !found.contains(scheme))
        .forEach(found::add);
    return found.subList(0, Math.min(SHOWN_SCHEMES, found.size()));
  }

  private Optional<String> base(List<ConcentrationSummaryRow> rows) {
    String orders =
        measured(rows, "orders").map(row -> words.money(row.total(), "orders")).orElse("");
    return measured(rows, "revenue")
        .map(
            row ->
                words.of(
                    "base",
                    words.whole(row.customers()),
                    words.money(row.total(), "revenue"),
                    config.currency(),
                    orders,
                    words.percent(row.top20Share()),
                    words.percent(row.customersFor80Share())));
  }

  private static Optional<ConcentrationSummaryRow> measured(
      List<ConcentrationSummaryRow> rows, String measure) {
    return rows.stream()
        .filter(row -> row.scope().equals(Scoped.BASE) && row.measure().equals(measure))
        .findFirst();
  }

  /** What a careful reader should look at before believing the rest. */
  private void wrong(RunReport report, PrintWriter out) {
    List<String> lines = new ArrayList<>();
    List<ReconciliationRow> rows = report.tables().reconciliation();
    long read =
        of(rows, "class").stream()
            .filter(Summary::isRead)
            .mapToLong(ReconciliationRow::itemRows)
            .sum();
    for (ReconciliationRow row : of(rows, "class")) {
      if (WORTH_SAYING.contains(row.item()) && row.itemRows() > 0) {
        String revenue =
            row.revenue().signum() == 0
                ? ""
                : words.of("wrong.money", words.money(row.revenue(), "revenue"), config.currency());
        lines.add(
            words.of("wrong.rows", named(row), words.whole(row.itemRows()))
                + revenue
                + " ("
                + words.orElse("meaning." + row.item(), row.meaning())
                + ")");
      }
    }
    List<String> reasons =
        of(rows, "reason").stream()
            .sorted(Comparator.comparingLong(ReconciliationRow::itemRows).reversed())
            .limit(SHOWN_REASONS)
            .map(row -> item(row) + " " + words.whole(row.itemRows()))
            .toList();
    if (!reasons.isEmpty()) {
      lines.add(words.of("wrong.refused", String.join(", ", reasons)));
    }
    report.skipped().forEach((scheme, why) -> lines.add(words.of("wrong.skipped", scheme, why)));
    lines.addAll(report.notes());
    out.println(words.of("wrong", words.whole(read)));
    if (lines.isEmpty()) {
      out.println("  " + words.of("wrong.nothing"));
    }
    lines.forEach(line -> out.println("  - " + line));
    out.println();
  }

  private static boolean isRead(ReconciliationRow row) {
    return row.item().equals("read") && row.source().equals("transactions");
  }

  /** A segment with somebody in it and what its scheme says to do. */
  private record Action(Scheme scheme, SegmentRule segment, SegmentSummaryRow row) {
    int priority() {
      return segment.policy().priority().orElse(Integer.MAX_VALUE);
    }
  }

  private void next(RunReport report, List<Scheme> few, PrintWriter out) {
    List<Action> actions = new ArrayList<>();
    for (Scheme scheme : few) {
      for (SegmentRule segment : scheme.file().allSegments()) {
        report.tables().segments().stream()
            .filter(row -> row.scheme().equals(scheme.name()))
            .filter(row -> row.segment().equals(segment.name()) && row.customers() > 0)
            .filter(row -> !segment.playbook().steps().isEmpty())
            .forEach(row -> actions.add(new Action(scheme, segment, row)));
      }
    }
    actions.sort(
        Comparator.comparingInt(Action::priority)
            .thenComparing(action -> action.row().revenue(), Comparator.reverseOrder()));
    if (actions.isEmpty()) {
      return;
    }
    out.println(words.of("next"));
    for (Action action : actions.subList(0, Math.min(SHOWN_ACTIONS, actions.size()))) {
      out.println(
          "  - "
              + words.of(
                  "next.segment",
                  words.whole(action.row().customers()),
                  action.scheme().name(),
                  label(action.scheme(), action.segment().name()),
                  String.join("; ", action.segment().playbook().in(words.language()))));
    }
    Action first = actions.get(0);
    out.println(
        "  "
            + words.of(
                "next.who",
                "bin/clientele sql \"SELECT customer_id FROM current_customer_segments WHERE "
                    + first.scheme().name()
                    + " = '"
                    + first.segment().name()
                    + "'\""));
  }

  /** The segment's name, or in another language than English its label. */
  private String label(Scheme scheme, String segment) {
    return scheme.file().allSegments().stream()
        .filter(one -> !words.language().equals(Words.DEFAULT) && one.name().equals(segment))
        .map(one -> one.labels().get(words.language()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(segment);
  }

  private String headline(RunReport report) {
    String key =
        switch (report.outcome()) {
          case PUBLISHED -> "published";
          case UNCHANGED -> "unchanged";
          case REINSTATED -> "reinstated";
        };
    return words.of(key, report.base(), report.asOf().toString(), report.runId());
  }

  private void concentration(List<ConcentrationSummaryRow> rows, PrintWriter out) {
    List<ColumnData<ConcentrationSummaryRow>> columns =
        List.of(
            text("measure", ConcentrationSummaryRow::measure),
            number("customers", row -> words.whole(row.customers())),
            number("total", row -> words.money(row.total(), row.measure())),
            number("Gini", row -> Words.ratio(row.gini())),
            number("top 1 %", row -> words.percent(row.top1Share())),
            number("top 5 %", row -> words.percent(row.top5Share())),
            number("top 10 %", row -> words.percent(row.top10Share())),
            number("top 20 %", row -> words.percent(row.top20Share())),
            number("80 % held by", row -> words.percent(row.customersFor80Share())));
    out.println(
        table(rows.stream().filter(row -> row.scope().equals(Scoped.BASE)).toList(), columns));
    out.println();
  }

  private void segments(RunReport report, List<Scheme> shown, PrintWriter out) {
    for (Scheme scheme : shown) {
      List<SegmentSummaryRow> own =
          report.tables().segments().stream()
              .filter(row -> row.scheme().equals(scheme.name()))
              .filter(row -> all || row.customers() > 0)
              .toList();
      if (own.isEmpty()) {
        continue;
      }
      SchemeFile file = scheme.file();
      out.println(
          scheme.name()
              + " v"
              + file.version()
              + ": "
              + words.orElse("scheme." + scheme.name(), file.description()));
      List<ColumnData<SegmentSummaryRow>> columns =
          List.of(
              text(words.of("column.segment"), row -> label(scheme, row.segment())),
              number(words.of("column.customers"), row -> words.whole(row.customers())),
              number(words.of("column.share"), row -> words.percent(row.customerShare())),
              number(
                  words.of("column.revenue", config.currency()),
                  row -> words.money(row.revenue(), "revenue")),
              number(words.of("column.share"), row -> words.percent(row.revenueShare())),
              text("", row -> bar(row.revenueShare())),
              number(words.of("column.days"), row -> words.plain(row.medianRecencyDays())),
              number(words.of("column.orders"), row -> words.plain(row.medianFrequency())),
              number(
                  words.of("column.spent"),
                  row ->
                      row.medianMonetary() == null
                          ? ""
                          : words.money(row.medianMonetary(), "revenue")));
      out.println(table(own.subList(0, Math.min(own.size(), SHOWN_SEGMENTS)), columns));
      if (own.size() > SHOWN_SEGMENTS) {
        out.println(words.of("more", words.whole(own.size() - SHOWN_SEGMENTS)));
      }
      out.println();
    }
  }

  private void reconciliation(List<ReconciliationRow> rows, PrintWriter out) {
    List<ColumnData<ReconciliationRow>> columns =
        List.of(
            text("rows", Summary::item),
            number("number", row -> words.whole(row.itemRows())),
            number("revenue " + config.currency(), row -> words.money(row.revenue(), "revenue")),
            number(
                "amount unknown",
                row -> row.rowsWithoutRevenue() == 0 ? "" : words.whole(row.rowsWithoutRevenue())),
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
              number("rows", row -> words.whole(row.itemRows())));
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

  /** The same in the language, where it has a word for the class. */
  private String named(ReconciliationRow row) {
    String own = words.orElse("class." + row.item(), row.item());
    return row.source().equals("transactions") ? own : row.source() + ": " + own;
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
}

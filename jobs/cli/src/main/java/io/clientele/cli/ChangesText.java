package io.clientele.cli;

import io.clientele.migration.Changes;
import io.clientele.table.HistoryTables.BridgeRow;
import io.clientele.table.HistoryTables.KpiRow;
import io.clientele.table.HistoryTables.MigrationRow;
import io.clientele.table.HistoryTables.PairRow;
import io.clientele.table.HistoryTables.PeriodKpiRow;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What changed between two snapshots, on one screen. */
final class ChangesText {
  private static final int WINDOW = 365;
  private static final int MOVES = 8;
  private static final Words WORDS = Words.in(Words.DEFAULT);

  private final Changes changes;
  private final String base;
  private final String currency;
  private final PrintWriter out;

  ChangesText(Changes changes, String base, String currency, PrintWriter out) {
    this.changes = changes;
    this.base = base;
    this.currency = currency;
    this.out = out;
  }

  void print() {
    PairRow pair = changes.pair();
    long days = ChronoUnit.DAYS.between(pair.fromAsOf(), pair.toAsOf());
    out.println();
    out.println(
        "What changed in "
            + base
            + " from "
            + pair.fromAsOf()
            + " to "
            + pair.toAsOf()
            + ", "
            + days
            + " days");
    out.println(
        "  "
            + WORDS.whole(pair.customersBefore())
            + " customers, "
            + WORDS.whole(pair.entries())
            + " came, "
            + WORDS.whole(pair.exits())
            + " went: "
            + WORDS.whole(pair.customersAfter()));
    out.println();
    figures();
    revenue();
    migration();
    fallen();
    out.flush();
  }

  private void figures() {
    out.println("Key figures");
    TextTable table = new TextTable(List.of("", "then", "now", "goal", ""));
    changes
        .now()
        .forEach(
            (name, now) -> {
              KpiRow then = changes.then().get(name);
              table.row(
                  List.of(
                      name,
                      then == null ? "" : WORDS.percent(then.value()),
                      WORDS.percent(now.value()),
                      goal(now.goal(), now.good()),
                      verdict(
                          now.met(), then == null ? null : then.value(), now.value(), now.good())));
            });
    for (PeriodKpiRow row : changes.between()) {
      table.row(
          List.of(
              row.kpi() + " in these days",
              "",
              WORDS.percent(row.value()),
              goal(row.goal(), row.good()),
              verdict(row.met(), null, row.value(), row.good())));
    }
    out.println(table.text());
    out.println();
  }

  private static String goal(@Nullable BigDecimal goal, String good) {
    return goal == null ? "" : (good.equals("up") ? "≥ " : "≤ ") + WORDS.percent(goal);
  }

  private static String verdict(
      @Nullable Boolean met, @Nullable BigDecimal then, @Nullable BigDecimal now, String good) {
    List<String> said = new ArrayList<>();
    if (met != null) {
      said.add(met ? "goal met" : "goal missed");
    }
    int moved = then == null || now == null ? 0 : now.compareTo(then);
    if (moved != 0) {
      said.add(moved > 0 == good.equals("up") ? "better" : "worse");
    }
    return String.join(", ", said);
  }

  private void revenue() {
    out.println("Net revenue of " + WINDOW + " days before each date, " + currency);
    TextTable table = new TextTable(List.of("", "customers", "amount"));
    for (BridgeRow row : changes.bridge()) {
      if (row.windowDays() == WINDOW && !row.step().equals("unchanged")) {
        boolean total = row.step().equals("before") || row.step().equals("after");
        String sign = !total && row.amount().signum() > 0 ? "+" : "";
        table.row(
            List.of(
                row.step(),
                WORDS.whole(row.customers()),
                sign + WORDS.money(row.amount(), "revenue")));
      }
    }
    out.println(table.text());
    out.println();
  }

  private void migration() {
    Map<String, List<MigrationRow>> schemes = new LinkedHashMap<>();
    changes
        .migration()
        .forEach(row -> schemes.computeIfAbsent(row.scheme(), name -> new ArrayList<>()).add(row));
    TextTable table =
        new TextTable(
            List.of("scheme", "moved", "up", "down", "back", "sideways", "came", "went", ""));
    schemes.forEach(
        (scheme, rows) ->
            table.row(
                List.of(
                    scheme,
                    share(rows),
                    count(rows, "promotion"),
                    count(rows, "demotion"),
                    count(rows, "reactivation"),
                    count(rows, "sideways"),
                    count(rows, "entry"),
                    count(rows, "exit"),
                    rows.get(0).definitionChanged()
                        ? "its definition is another: not only customers moved"
                        : "")));
    out.println("Moves between segments, in customers");
    out.println(table.text());
    out.println();
    List<MigrationRow> shown = schemes.getOrDefault(changes.scheme(), List.of());
    if (!shown.isEmpty()) {
      moves(shown);
    }
  }

  private void moves(List<MigrationRow> rows) {
    TextTable table =
        new TextTable(List.of(changes.scheme(), "", "customers", "revenue then", "revenue now"));
    List<MigrationRow> largest =
        rows.stream()
            .filter(row -> !row.direction().equals("same"))
            .sorted(
                Comparator.comparing(
                        (MigrationRow row) -> row.revenueBefore().max(row.revenueAfter()))
                    .reversed())
            .limit(MOVES)
            .toList();
    for (MigrationRow row : largest) {
      table.row(
          List.of(
              (row.fromSegment() == null ? "(new)" : row.fromSegment())
                  + " → "
                  + (row.toSegment() == null ? "(gone)" : row.toSegment()),
              row.direction(),
              WORDS.whole(row.customers()),
              WORDS.money(row.revenueBefore(), "revenue"),
              WORDS.money(row.revenueAfter(), "revenue")));
    }
    out.println(table.text());
    out.println();
  }

  private void fallen() {
    if (changes.fallen().isEmpty()) {
      return;
    }
    out.println("Whom to look at: the largest who moved down in " + changes.scheme());
    TextTable table = new TextTable(List.of("customer", "", "revenue then", "revenue now"));
    for (Changes.Fallen row : changes.fallen()) {
      table.row(
          List.of(
              row.customerId(),
              row.fromSegment() + " → " + row.toSegment(),
              WORDS.money(row.revenueBefore(), "revenue"),
              WORDS.money(row.revenueAfter(), "revenue")));
    }
    out.println(table.text());
    out.println("  why, one by one: bin/clientele explain --customer ID, with the same --config");
  }

  private static String share(List<MigrationRow> rows) {
    long all = 0;
    long moved = 0;
    for (MigrationRow row : rows) {
      boolean both = row.fromSegment() != null && row.toSegment() != null;
      all += both ? row.customers() : 0;
      moved += both && !row.direction().equals("same") ? row.customers() : 0;
    }
    return all == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * moved / all);
  }

  private static String count(List<MigrationRow> rows, String direction) {
    long customers =
        rows.stream()
            .filter(row -> row.direction().equals(direction))
            .mapToLong(MigrationRow::customers)
            .sum();
    return customers == 0 ? "" : WORDS.whole(customers);
  }
}

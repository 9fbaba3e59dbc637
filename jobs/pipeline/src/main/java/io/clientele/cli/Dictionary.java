package io.clientele.cli;

import io.clientele.config.TransactionField;
import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import io.clientele.feature.Span;
import io.clientele.score.Score;
import io.clientele.table.ColumnSpec;
import io.clientele.table.CustomerTables;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The dictionary of everything published, made from the declarations themselves. */
final class Dictionary {
  private static final List<Integer> WINDOWS = List.of(365);

  private Dictionary() {}

  static String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("# Tables\n\n")
        .append(
            "Made by `bin/clientele docs > docs/tables.md`; a test compares. Under each table's name")
        .append(
            " readers find the current run of every as-of date, under `current_` + name the latest")
        .append(
            " date only. `customer_segments_long` (as_of, customer_id, scheme, segment) is a view.")
        .append(" Shares run from 0 to 1. Money is in the base's currency.\n");
    List<TableSpec> all = new ArrayList<>(Tables.SNAPSHOTS);
    all.addAll(Tables.LEDGER);
    for (TableSpec table : all) {
      text.append("\n## ").append(table.name()).append("\n\n");
      text.append(sentence(table.meaning()))
          .append(" Key: ")
          .append(String.join(", ", table.key()))
          .append(".\n\n");
      text.append("| column | type | unit | meaning |\n|---|---|---|---|\n");
      columns(table).forEach(column -> text.append(row(column)));
      if (table.equals(CustomerTables.SEGMENTS)) {
        text.append("| *three columns a further score set* | INT | score | ")
            .append("recency_score_SET and so on: the scores of score_sets.SET, or of ")
            .append("within_FEATURE where a scheme compares within the groups of a feature |\n");
        text.append("| *one column a scheme* | STRING |  | the customer's segment |\n");
      }
    }
    text.append("\n## Features for rules only\n\n")
        .append(
            "A customer's place in the base; a rule compares it with a constant, and the edge of")
        .append(" the value decides.\n\n| feature | meaning |\n|---|---|\n");
    features().all().stream()
        .filter(feature -> feature.formula() == null)
        .forEach(
            feature ->
                text.append("| ")
                    .append(feature.name())
                    .append(" | ")
                    .append(cell(feature.meaning()))
                    .append(" |\n"));
    text.append("\n## Fields of the source\n\n")
        .append("What `sources.transactions.columns` maps, each with a Spark SQL expression.\n\n")
        .append("| field | required | type | meaning |\n|---|---|---|---|\n");
    for (TransactionField field : TransactionField.values()) {
      text.append("| ")
          .append(field.key())
          .append(" | ")
          .append(field.required() ? "yes" : "")
          .append(" | ")
          .append(field.type())
          .append(" | ")
          .append(cell(field.meaning()))
          .append(" |\n");
    }
    return text.toString();
  }

  private static List<ColumnSpec> columns(TableSpec table) {
    List<ColumnSpec> columns = new ArrayList<>(table.columns());
    if (table.equals(CustomerTables.FEATURES)) {
      features().published().forEach(feature -> columns.add(layered(feature)));
    }
    if (table.equals(CustomerTables.SEGMENTS)) {
      for (Score score : Score.values()) {
        columns.add(CustomerTables.score(score.column(), score.feature(), 5));
      }
    }
    return columns;
  }

  private static ColumnSpec layered(Feature feature) {
    ColumnSpec column = feature.column();
    String layer = feature.layer().name().toLowerCase(Locale.ROOT);
    return new ColumnSpec(
        column.name(),
        column.type(),
        column.nullable(),
        column.unit(),
        column.meaning() + " (" + layer + ")");
  }

  private static Features features() {
    return Features.declared(Span.of(WINDOWS));
  }

  private static String row(ColumnSpec column) {
    return "| "
        + column.name()
        + " | "
        + column.type()
        + (column.nullable() ? "" : " NOT NULL")
        + " | "
        + column.unit()
        + " | "
        + cell(column.meaning())
        + " |\n";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }
}

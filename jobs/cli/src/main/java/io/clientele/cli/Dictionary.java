package io.clientele.cli;

import io.clientele.config.Input;
import io.clientele.config.SourceField;
import io.clientele.config.SourceKind;
import io.clientele.config.TransactionField;
import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import io.clientele.feature.Layer;
import io.clientele.feature.LeadFeatures;
import io.clientele.feature.Span;
import io.clientele.scheme.LoneScheme;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeLibrary;
import io.clientele.score.Score;
import io.clientele.table.ColumnSpec;
import io.clientele.table.CustomerTables;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

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
    for (SourceKind kind : SourceKind.values()) {
      optionalSource(kind, text);
    }
    leads(text);
    schemes(text);
    return text.toString();
  }

  private static void optionalSource(SourceKind kind, StringBuilder text) {
    text.append("\n## Fields of sources.")
        .append(kind.key())
        .append("\n\n| field | required | type | meaning |\n|---|---|---|---|\n");
    for (SourceField field : kind.fields()) {
      String words =
          field.values().isEmpty() ? "" : ": one of " + String.join(", ", field.values());
      text.append("| ")
          .append(field.name())
          .append(" | ")
          .append(field.required() ? "yes" : "")
          .append(" | ")
          .append(field.type().expected())
          .append(" | ")
          .append(cell(field.meaning() + words))
          .append(" |\n");
    }
  }

  private static void leads(StringBuilder text) {
    text.append("\n## Features of leads\n\n")
        .append(
            "What rules of schemes with `population: leads` may name; columns of lead_segments.")
        .append("\n\n| feature | type | unit | meaning |\n|---|---|---|---|\n");
    LeadFeatures.declared().forEach(feature -> text.append(row(feature.column())));
  }

  private static void schemes(StringBuilder text) {
    text.append("\n## Schemes that ship\n\n")
        .append("Needs: the inputs without which a scheme is skipped, beside the required fields.")
        .append("\n\n| scheme | about | needs | what it divides by |\n|---|---|---|---|\n");
    for (String name : SchemeLibrary.SHIPPED) {
      Scheme scheme = LoneScheme.shipped(name);
      Set<String> needs = new TreeSet<>();
      scheme.missing(Dictionary::isRequired).forEach(input -> needs.add(input.text()));
      text.append("| ")
          .append(name)
          .append(" | ")
          .append(scheme.file().population().name().toLowerCase(Locale.ROOT))
          .append(" | ")
          .append(String.join(", ", needs))
          .append(" | ")
          .append(cell(scheme.file().description()))
          .append(" |\n");
    }
  }

  private static boolean isRequired(Input input) {
    for (TransactionField field : TransactionField.values()) {
      if (field.required() && input.equals(Input.of(field))) {
        return true;
      }
    }
    return false;
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
    if (feature.layer() == Layer.FACT) {
      List<String> needs = feature.requires().stream().map(Input::text).toList();
      layer = "needs " + String.join(" and ", needs);
    }
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

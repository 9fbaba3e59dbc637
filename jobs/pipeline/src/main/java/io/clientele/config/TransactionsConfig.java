package io.clientele.config;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where transactions come from and how they are mapped.
 *
 * @param format how the rows are stored
 * @param path a file, directory or glob, or the name of the catalog table
 * @param options reader options, passed to Spark as they are
 * @param schema the declared columns (DDL) of a text source; null for typed sources
 * @param columns the Spark SQL expression of each mapped field
 * @param where the lines that belong to this base; all where null
 */
public record TransactionsConfig(
    SourceFormat format,
    String path,
    Map<String, String> options,
    @Nullable String schema,
    Map<TransactionField, String> columns,
    @Nullable String where) {

  /** Options that would lose lines or unpin what is read. */
  private static final Set<String> OURS =
      Set.of(
          "mode",
          "columnnameofcorruptrecord",
          "enforceschema",
          "ignorecorruptfiles",
          "ignoremissingfiles",
          "modifiedbefore",
          "modifiedafter",
          "pathglobfilter",
          "recursivefilelookup",
          "versionasof",
          "timestampasof");

  /** Whether the configuration maps the field. */
  public boolean maps(TransactionField field) {
    return columns.containsKey(field);
  }

  static TransactionsConfig read(Section section, String data) {
    boolean catalog = section.has("table");
    SourceFormat format =
        catalog
            ? SourceFormat.TABLE
            : section.choice("format", SourceFormat.CSV, SourceFormat.class);
    String path = "";
    if (catalog) {
      path = section.text("table", "");
      if (section.has("path") || section.has("format")) {
        section.problem("table", "give either table, or format and path");
      }
    } else {
      if (!section.has("format")) {
        section.problem("format", "missing; one of csv, json, parquet, orc, delta, or table: NAME");
      } else if (format == SourceFormat.TABLE) {
        section.problem("format", "write table: catalog.db.name instead");
      }
      path = resolve(data, section.requiredText("path", "transactions.parquet"));
    }
    String schema = section.text("schema");
    if (format.textual() && schema == null) {
      section.problem(
          "schema",
          "missing; a text source needs the types of its columns in their order, for example"
              + " schema: order_no STRING, day DATE, amount DECIMAL(12,2)");
    }
    if (!format.textual() && schema != null) {
      section.problem("schema", "only text sources (csv, json) declare one; remove it");
    }
    Map<String, String> options = section.section("options").entries();
    for (String option : options.keySet()) {
      if (OURS.contains(option.toLowerCase(Locale.ROOT))) {
        section.problem(
            "options", "'" + option + "' cannot be set: what is read and refused is decided here");
      }
    }
    if (catalog && !options.isEmpty()) {
      section.problem("options", "a catalog table takes none; remove them");
    }
    Map<TransactionField, String> columns = readColumns(section.section("columns"));
    String where = section.text("where");
    section.close();
    return new TransactionsConfig(format, path, options, schema, columns, where);
  }

  private static Map<TransactionField, String> readColumns(Section section) {
    Map<TransactionField, String> columns = new EnumMap<>(TransactionField.class);
    for (TransactionField field : TransactionField.values()) {
      String expression = section.text(field.key());
      if (expression != null && !expression.isBlank()) {
        columns.put(field, expression.strip());
      } else if (field.required()) {
        section.problem(
            field.key(), "missing; map it with an expression over the source's columns");
      }
    }
    if (columns.containsKey(TransactionField.VERSION)
        && !columns.containsKey(TransactionField.TRANSACTION_ID)) {
      section.problem("version", "needs transaction_id: versions are compared within one identity");
    }
    section.close();
    return columns;
  }

  private static String resolve(String data, String path) {
    boolean absolute = path.startsWith("/") || path.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
    if (absolute || data.isEmpty()) {
      return path;
    }
    return data.endsWith("/") ? data + path : data + "/" + path;
  }
}

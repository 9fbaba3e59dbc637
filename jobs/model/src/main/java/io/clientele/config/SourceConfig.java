package io.clientele.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a source lies and how it is read.
 *
 * @param name such as transactions or customers
 * @param format how the rows are stored
 * @param path a file, directory or glob, or the name of the catalog table
 * @param options reader options that have an effect, spelled as Spark does
 * @param schema the declared columns (DDL) of a text source; null for typed sources
 * @param where the rows that belong to this base; all where null
 * @param changes what to do when the source's own columns change
 * @param lookups tables beside it, joined before anything is mapped
 */
public record SourceConfig(
    String name,
    SourceFormat format,
    String path,
    Map<String, String> options,
    @Nullable String schema,
    @Nullable String where,
    SchemaChanges changes,
    List<LookupConfig> lookups) {

  /** Its place in the configuration. */
  public String key() {
    return "sources." + name;
  }

  static SourceConfig read(String name, Section section, String data) {
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
      path = resolve(data, section.requiredText("path", name + ".parquet"));
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
    Map<String, String> options =
        catalog ? Map.of() : ReaderOptions.read(format, section.section("options"));
    if (catalog && section.has("options")) {
      section.problem("options", "a catalog table takes none; remove them");
    }
    SchemaChanges changes = SchemaChanges.read(section.section("schema_changes"));
    return new SourceConfig(
        name,
        format,
        path,
        options,
        schema,
        section.text("where"),
        changes,
        LookupConfig.read(name, section.section("lookups"), data));
  }

  private static String resolve(String data, String path) {
    boolean absolute = path.startsWith("/") || path.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
    if (absolute || data.isEmpty()) {
      return path;
    }
    return data.endsWith("/") ? data + path : data + "/" + path;
  }
}

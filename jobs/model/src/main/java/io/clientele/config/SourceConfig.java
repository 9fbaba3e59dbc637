package io.clientele.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a source lies and how it is read.
 *
 * @param name such as transactions or customers
 * @param format how the rows are stored
 * @param path a file, directory or glob, or the name of the catalog table
 * @param connection the database of the table; null for everything else
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
    @Nullable ConnectionConfig connection,
    Map<String, String> options,
    @Nullable String schema,
    @Nullable String where,
    SchemaChanges changes,
    List<LookupConfig> lookups) {

  private static final Key TABLE =
      Key.text("table", "the name of a catalog table, instead of format and path");

  private static final Key FORMAT =
      Key.word(
          "format",
          List.of("csv", "json", "parquet", "orc", "delta", "jdbc"),
          "how the rows are stored");

  private static final Key PATH =
      Key.text(
              "path",
              "a file, a directory, which is read with all below it, or a glob; for jdbc a table, or"
                  + " a query in parentheses with a name behind")
          .withoutEffect("a run's id has the files that are read and their contents");

  private static final Key CONNECTION =
      Key.text("connection", "for jdbc: the name of the database among the connections")
          .withoutEffect("a run's id has the rows that are read");

  private static final Key SCHEMA =
      Key.text(
          "schema",
          "for csv and json: NAME TYPE, … in the order of the file, names with blanks or signs in"
              + " backticks, columns of directory names too");

  private static final Key WHERE =
      Key.expression(
          "where", "a condition; rows for which it does not hold are left out and counted");

  private static final Keys OPTIONS =
      Keys.of(
          "options",
          Keys.Shape.ENTRIES,
          "reader options as Spark knows them, in any case",
          Key.text("OPTION", "a value as Spark takes it"));

  /** The key of a lookup. */
  static final Key UNIQUE =
      Key.text("key", "the column that is different in each row of the lookup")
          .required("order_no");

  /** What gives the key of a lookup. */
  static final Key ON =
      Key.expression("on", "an expression over the source's own columns that gives the key")
          .required("order_no");

  private static final Keys LOOKUPS =
      Keys.of(
          "lookups",
          Keys.Shape.NAMED,
          "tables with one row for many of the source's rows; expressions name their columns as"
              + " NAME.column",
          FORMAT,
          PATH,
          TABLE,
          CONNECTION,
          SCHEMA,
          UNIQUE,
          ON,
          OPTIONS);

  /** The keys that every place of rows has. */
  static final List<Key> KEYS = List.of(FORMAT, PATH, TABLE, CONNECTION, SCHEMA, WHERE);

  /** The sections of a place of rows whose fields are these. */
  static List<Keys> sections(List<Key> fields) {
    Keys columns = Keys.of("columns", "an expression over the source's columns for each field");
    return List.of(OPTIONS, SchemaChanges.KEYS, LOOKUPS, columns.and(fields, List.of()));
  }

  /** Its place in the configuration. */
  public String key() {
    return "sources." + name;
  }

  /** A source with everything that a source may have. */
  static SourceConfig read(String name, Section section, SourcePlaces places) {
    return read(
        name,
        section,
        places,
        section.optionalText(WHERE),
        SchemaChanges.read(section.section(SchemaChanges.KEYS)),
        LookupConfig.read(name, section.section(LOOKUPS), places));
  }

  /** A table beside a source. */
  static SourceConfig readLookup(String name, Section section, SourcePlaces places) {
    return read(name, section, places, null, SchemaChanges.RECORDED, List.of());
  }

  private static SourceConfig read(
      String name,
      Section section,
      SourcePlaces places,
      @Nullable String where,
      SchemaChanges changes,
      List<LookupConfig> lookups) {
    boolean catalog = section.has(TABLE);
    SourceFormat format =
        catalog
            ? SourceFormat.TABLE
            : SourceFormat.valueOf(section.word(FORMAT).toUpperCase(Locale.ROOT));
    ConnectionConfig connection = connection(section, format, places);
    String path = "";
    if (format == SourceFormat.JDBC) {
      path = section.text(PATH.required("public.order_lines"));
    } else if (catalog) {
      path = String.valueOf(section.optionalText(TABLE));
      if (section.has(PATH) || section.has(FORMAT)) {
        section.problem(TABLE, "give either table, or format and path");
      }
    } else {
      path = places.resolve(section.text(PATH.required(name + ".parquet")));
    }
    String schema = section.optionalText(SCHEMA);
    if (format.textual() && schema == null) {
      section.problem(
          SCHEMA,
          "missing; a text source needs the types of its columns in their order, for example"
              + " schema: order_no STRING, day DATE, amount DECIMAL(12,2)");
    }
    if (!format.textual() && schema != null) {
      section.problem(SCHEMA, "only text sources (csv, json) declare one; remove it");
    }
    Map<String, String> options =
        catalog ? Map.of() : ReaderOptions.read(format, section.section(OPTIONS));
    if (catalog && section.has(OPTIONS)) {
      section.problem(OPTIONS.name(), "a catalog table takes none; remove them");
    }
    if (format == SourceFormat.JDBC) {
      ReaderOptions.checkPartitions(options, section);
    }
    return new SourceConfig(
        name, format, path, connection, options, schema, where, changes, lookups);
  }

  private static @Nullable ConnectionConfig connection(
      Section section, SourceFormat format, SourcePlaces places) {
    String name = section.optionalText(CONNECTION);
    if (format != SourceFormat.JDBC) {
      if (name != null) {
        section.problem(CONNECTION, "belongs to format: jdbc; remove it");
      }
      return null;
    }
    if (name == null) {
      section.problem(CONNECTION, "missing; name one of the connections, the database to read");
      return null;
    }
    ConnectionConfig connection = places.connections().get(name);
    if (connection == null) {
      section.problem(
          CONNECTION,
          "'"
              + name
              + "' is none of the connections"
              + Problems.hint(name, places.connections().keySet()));
    }
    return connection;
  }
}

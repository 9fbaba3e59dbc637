package io.clientele.ingest;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.FileSystems;
import io.clientele.config.ReaderOptions;
import io.clientele.config.SourceConfig;
import io.clientele.config.SourceFormat;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.spark.Catalyst;
import io.clientele.spark.Names;
import io.clientele.spark.Workspace;
import io.clientele.table.Records;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Opens a source, whatever it is stored in. Reads no data, but copies tables of databases. */
public final class Source {
  private static final String CORRUPT = OwnColumns.named("corrupt");
  private static final String RAW = OwnColumns.named("raw_");
  private static final String FILE = "_metadata.file_path";

  /** What is left of sums of floating point, as 4.4e-16, is no digit of money. */
  private static final BigDecimal NOISE = new BigDecimal("0.000000001");

  private static final String MERGE = "mergeSchema";
  private static final Function<String, Optional<String>> NOWHERE = name -> Optional.empty();
  private static final String GROUPED_NUMBER = "^\\s*[-+]?\\d{1,3}(,\\d{3})+(\\.\\d+)?\\s*$";

  /** The option that says how the text of a type is written. */
  private static final Map<DataType, String> DATES =
      Map.of(
          DataTypes.DateType, ReaderOptions.DATE,
          DataTypes.TimestampType, ReaderOptions.TIMESTAMP,
          DataTypes.TimestampNTZType, ReaderOptions.TIMESTAMP_NTZ);

  private final SparkSession spark;
  private final SourceConfig config;
  private final String key;
  private final Workspace landing;

  /** A source of which nothing is copied: rows of a database are read whenever they are needed. */
  public Source(SparkSession spark, SourceConfig config) {
    this(spark, config, Workspace.none());
  }

  /**
   * A source that is opened with the given session.
   *
   * @param landing where rows of databases are copied to
   */
  public Source(SparkSession spark, SourceConfig config, Workspace landing) {
    this.spark = spark;
    this.config = config;
    this.key = config.key();
    this.landing = landing;
  }

  SourceConfig config() {
    return config;
  }

  /**
   * Pins what is read and gives it names and types.
   *
   * @throws ConfigurationException if the source is not there or is not what the configuration says
   * @throws DataRefusedException if it is there but cannot be read at all
   */
  public SourceRows open() {
    SourceRows rows = openOwn();
    for (Lookup lookup : lookups()) {
      rows = lookup.joined(rows);
    }
    return rows;
  }

  /**
   * Fails where the source, or a lookup of it, and the lake lie in each other.
   *
   * @param lake where runs are published
   */
  public void checkApartFrom(String lake) {
    if (config.format() != SourceFormat.TABLE && config.format() != SourceFormat.JDBC) {
      LakePlacement.check(key, config.path(), lake, hadoop());
    }
    config.lookups().forEach(lookup -> new Source(spark, lookup.source()).checkApartFrom(lake));
  }

  private SourceRows openOwn() {
    return switch (config.format()) {
      case CSV, JSON -> openText();
      case PARQUET, ORC -> openFiles();
      case DELTA -> openDelta();
      case TABLE -> openTable();
      case JDBC -> openDatabase();
    };
  }

  private List<Lookup> lookups() {
    return config.lookups().stream()
        .map(lookup -> new Lookup(lookup, new Source(spark, lookup.source(), landing).openOwn()))
        .toList();
  }

  /**
   * Reads the lookups, if there are any.
   *
   * @throws DataRefusedException if one has rows that share its key but not their content
   */
  public void checkLookups() {
    lookups().forEach(Lookup::check);
  }

  private SourceRows openText() {
    StructType declared = declaredSchema();
    boolean document = Boolean.parseBoolean(config.options().getOrDefault("multiLine", "false"));
    if (config.format() == SourceFormat.JSON && hasWideCharacters() && !document) {
      throw new ConfigurationException(
          key
              + ".options.encoding: JSON lines in "
              + charset()
              + " cannot be cut into lines. Convert the files to UTF-8 first, as with iconv.");
    }
    FileListing listing = FileListing.of(config, hadoop());
    List<String> directories = directories(listing, declared);
    if (config.format() == SourceFormat.CSV) {
      checkHeader(
          listing,
          Arrays.stream(declared.fieldNames()).filter(n -> !directories.contains(n)).toList());
    }
    StructType asText = new StructType();
    for (StructField field : declared.fields()) {
      asText = asText.add(field.name(), isText(field) ? DataTypes.StringType : field.dataType());
    }
    DataFrameReader reader =
        spark
            .read()
            .format(config.format().name().toLowerCase(Locale.ROOT))
            .schema(asText.add(CORRUPT, DataTypes.StringType))
            .options(textOptions())
            .option("mode", "PERMISSIVE")
            .option("columnNameOfCorruptRecord", CORRUPT);
    if (config.format() == SourceFormat.CSV) {
      reader = reader.option("enforceSchema", "false");
    }
    if (!directories.isEmpty()) {
      reader = reader.option("basePath", listing.root());
    }
    Dataset<Row> text = reader.load(listing.paths());
    return typed(text, declared, listing);
  }

  /** Exports double the quotes inside quotes; Spark would take a backslash to escape them. */
  private Map<String, String> textOptions() {
    Map<String, String> options = new LinkedHashMap<>(config.options());
    if (config.format() == SourceFormat.CSV) {
      if (hasWideCharacters()) {
        // Otherwise files are cut at bytes, in the middle of characters.
        options.put("multiLine", "true");
      }
      options.putIfAbsent("escape", options.getOrDefault("quote", "\""));
      // Spark reads text only: dates are parsed from it below.
      DATES.values().forEach(options::remove);
    }
    return options;
  }

  /** The value of a text in its declared type, null where it has none. */
  private Column cast(Column text, DataType type) {
    String pattern = config.options().get(DATES.getOrDefault(type, ""));
    if (pattern != null) {
      String function =
          type.equals(DataTypes.DateType)
              ? "to_date"
              : type.equals(DataTypes.TimestampType) ? "to_timestamp" : "to_timestamp_ntz";
      return Catalyst.attempt(call_function(function, text, lit(pattern)));
    }
    Column typed = Catalyst.attempt(text.cast(type));
    return DATES.containsKey(type)
        ? when(text.rlike(RepeatableExpression.WHOLE_DATE), typed)
        : typed;
  }

  /** Text beside its typed value, so that a failed cast keeps what was written. */
  private SourceRows typed(Dataset<Row> text, StructType declared, FileListing listing) {
    List<Column> select = new ArrayList<>();
    List<Column> original = new ArrayList<>();
    Map<String, Column> broken = new LinkedHashMap<>();
    Map<String, Column> grouped = new LinkedHashMap<>();
    Map<String, Column> finer = new LinkedHashMap<>();
    for (StructField field : declared.fields()) {
      Column raw = Names.column(field.name());
      DataType type = field.dataType();
      boolean cast = isText(field) && !type.equals(DataTypes.StringType);
      if (cast) {
        String kept = RAW + field.name();
        select.add(raw.as(kept));
        select.add(cast(raw, type).as(field.name()));
        Column keptText = Names.column(kept);
        original.add(keptText.as(field.name()));
        broken.put(field.name(), keptText.isNotNull().and(raw.isNull()));
        if (type instanceof NumericType) {
          grouped.put(field.name(), keptText.rlike(GROUPED_NUMBER));
        }
        if (type instanceof DecimalType decimal) {
          finer.put(field.name(), isFiner(keptText, decimal));
        }
      } else {
        select.add(raw);
        original.add(raw);
      }
    }
    select.add(col(CORRUPT));
    original.add(col(CORRUPT).as(RefusedText.CORRUPT));
    Column file = file(text, listing.root());
    select.add(file.as(RAW + "file"));
    return new SourceRows(
        text.select(select.toArray(Column[]::new)),
        listing.manifest(config.path()),
        List.of(declared.fieldNames()),
        broken,
        grouped,
        finer,
        col(CORRUPT).isNotNull(),
        to_json(struct(original.toArray(Column[]::new))),
        col(RAW + "file"),
        notes(listing),
        NOWHERE);
  }

  /** 1.080 may be a thousand and eighty: as DECIMAL(12,2) it would become 1.08 without a word. */
  private static Column isFiner(Column text, DecimalType type) {
    Column places = text.rlike("^[^eE]*\\.[0-9]{" + (type.scale() + 1) + ",}\\s*$");
    Column exponent = text.rlike("[eE]");
    Column exact = Catalyst.attempt(text.cast(DataTypes.createDecimalType(38, 18)));
    Column kept = Catalyst.attempt(text.cast(type));
    return places.or(exponent.and(abs(exact.minus(kept)).gt(NOISE)));
  }

  private List<String> notes(FileListing listing) {
    List<String> notes = new ArrayList<>(listing.notes());
    notes.addAll(listing.copies(key));
    return notes;
  }

  private SourceRows openFiles() {
    FileListing listing = FileListing.of(config, hadoop());
    DataFrameReader reader =
        spark
            .read()
            .format(config.format().name().toLowerCase(Locale.ROOT))
            .options(config.options());
    if (!listing.root().isEmpty()) {
      reader = reader.option("basePath", listing.root());
    }
    List<String> notes = notes(listing);
    Map<String, String> refused = Map.of();
    Dataset<Row> rows;
    try {
      rows = reader.load(listing.paths());
    } catch (Exception e) {
      // Footers are read while the schema is inferred; Spark declares no checked exception here.
      UnreadableColumns found = refusedColumns(listing, e);
      refused = found.reasons();
      rows = reader.schema(found.readable()).load(listing.paths());
      notes.add(
          key
              + ": left out, because Spark cannot read them: "
              + String.join(", ", refused.keySet()));
    }
    Map<String, String> reasons = refused;
    return plain(
        rows,
        listing.manifest(config.path()),
        notes,
        name -> Optional.ofNullable(reasons.get(name)).or(() -> inOtherFiles(listing, name)));
  }

  /** What Spark refuses of the first file, where that is all that is wrong. */
  private UnreadableColumns refusedColumns(FileListing listing, Exception refusal) {
    if (config.format() == SourceFormat.PARQUET) {
      try {
        UnreadableColumns found =
            UnreadableColumns.of(spark, listing.firstWithContent().getPath().toString(), hadoop());
        if (!found.reasons().isEmpty()) {
          return found;
        }
      } catch (IOException | RuntimeException e) {
        refusal.addSuppressed(e);
      }
    }
    throw unreadable(config.path(), refusal);
  }

  /** Spark takes the columns of one file for those of all. */
  private Optional<String> inOtherFiles(FileListing listing, String name) {
    if (listing.files().size() < 2 || config.options().containsKey(MERGE)) {
      return Optional.empty();
    }
    Dataset<Row> merged;
    try {
      merged =
          spark
              .read()
              .format(config.format().name().toLowerCase(Locale.ROOT))
              .options(config.options())
              .option(MERGE, "true")
              .load(listing.paths());
    } catch (Exception e) {
      // Their types differ: then nothing can be said of the name.
      return Optional.empty();
    }
    return Arrays.stream(merged.columns()).anyMatch(name::equalsIgnoreCase)
        ? Optional.of(
            "only some of the files have; set options: {mergeSchema: true}, and it is null in the"
                + " others")
        : Optional.empty();
  }

  private SourceRows openDelta() {
    FileSystems.of(key, config.path(), hadoop());
    Path path = new Path(config.path());
    try {
      if (!DeltaTable.isDeltaTable(spark, config.path())) {
        FileListing.of(config, hadoop());
        throw new ConfigurationException(
            key + ": " + path + " is not a Delta table; write format: parquet if it is Parquet.");
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(key + ": " + path + ": " + e.getMessage(), e);
    }
    Version version = Version.of(DeltaTable.forPath(spark, config.path()));
    Dataset<Row> rows =
        spark
            .read()
            .format("delta")
            .options(config.options())
            .option("versionAsOf", version.number())
            .load(config.path());
    return plain(
        rows, new InputManifest("delta", config.path(), version.entries()), List.of(), NOWHERE);
  }

  /** A version of a Delta table; its time tells it from one of another table in the same place. */
  private record Version(long number, String committedAt) {
    private record Committed(long version, long millis) {}

    static Version of(DeltaTable table) {
      Dataset<Row> newest =
          table.history(1).selectExpr("version", "unix_millis(timestamp) AS millis");
      Committed committed = Records.of(Committed.class, newest.collectAsList()).get(0);
      return new Version(
          committed.version(), java.time.Instant.ofEpochMilli(committed.millis()).toString());
    }

    List<String> entries() {
      return List.of("version " + number, committedAt);
    }
  }

  private SourceRows openTable() {
    String name = config.path();
    Dataset<Row> rows;
    try {
      rows = spark.table(name);
    } catch (Exception e) {
      if (e instanceof AnalysisException || e instanceof RuntimeException) {
        throw new ConfigurationException(
            key
                + ".table: the session's catalog has no readable table "
                + name
                + ": "
                + firstLine(e),
            e);
      }
      throw e;
    }
    try {
      Version version = Version.of(DeltaTable.forName(spark, name));
      Dataset<Row> pinned = spark.read().option("versionAsOf", version.number()).table(name);
      return plain(pinned, new InputManifest("delta", name, version.entries()), List.of(), NOWHERE);
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        // Not Delta: the files it consists of now are its version.
        return plain(rows, new InputManifest("files", name, files(rows)), List.of(), NOWHERE);
      }
      throw e;
    }
  }

  private SourceRows openDatabase() {
    Database database = new Database(spark, config);
    Dataset<Row> rows = database.copied(landing);
    List<String> contents = Database.contents(rows);
    return plain(
        rows,
        new InputManifest("database", database.location(), contents),
        config.options().containsKey("numPartitions")
            ? List.of(
                key
                    + ": read in parts, each at a moment of its own; nothing should write to "
                    + config.path()
                    + " meanwhile")
            : List.of(),
        NOWHERE);
  }

  private List<String> files(Dataset<Row> table) {
    List<String> entries = new ArrayList<>();
    try {
      for (String file : table.inputFiles()) {
        Path path = new Path(java.net.URI.create(file));
        FileStatus status = path.getFileSystem(hadoop()).getFileStatus(path);
        if (status.isFile()) {
          entries.add(path + "|" + status.getLen() + "|" + status.getModificationTime());
        }
      }
    } catch (IOException e) {
      throw unreadable(config.path(), e);
    }
    if (entries.isEmpty()) {
      throw new ConfigurationException(
          key
              + ".table: "
              + config.path()
              + " is neither a Delta table nor a table of files, so what"
              + " a run reads cannot be pinned. Copy it to Delta or Parquet first.");
    }
    entries.sort(null);
    return entries;
  }

  /**
   * Fails if files were changed, added or removed since they were pinned.
   *
   * @throws DataRefusedException if the source is no longer what the manifest says
   */
  public void checkUnchanged(InputManifest manifest) {
    boolean listed =
        config.format().textual()
            || config.format() == SourceFormat.PARQUET
            || config.format() == SourceFormat.ORC;
    for (int i = 0; i < config.lookups().size(); i++) {
      new Source(spark, config.lookups().get(i).source()).checkUnchanged(manifest.lookups().get(i));
    }
    if (listed
        && !FileListing.of(config, hadoop())
            .manifest(config.path())
            .entries()
            .equals(manifest.entries())) {
      throw new DataRefusedException(
          key
              + ": files of "
              + config.path()
              + " changed while they were read. Nothing was"
              + " published; run again when the source is at rest.");
    }
  }

  private SourceRows plain(
      Dataset<Row> rows,
      InputManifest manifest,
      List<String> notes,
      Function<String, Optional<String>> absent) {
    OwnColumns.check(key, List.of(rows.columns()));
    List<Column> select = new ArrayList<>();
    List<Column> original = new ArrayList<>();
    for (String name : rows.columns()) {
      select.add(Names.column(name));
      original.add(Names.column(name));
    }
    boolean copied = config.format() == SourceFormat.JDBC;
    Column place = copied ? lit(manifest.location()) : file(rows, manifest.location());
    select.add(place.as(RAW + "file"));
    return new SourceRows(
        rows.select(select.toArray(Column[]::new)),
        manifest,
        List.of(rows.columns()),
        Map.of(),
        Map.of(),
        Map.of(),
        null,
        to_json(struct(original.toArray(Column[]::new))),
        col(RAW + "file"),
        notes,
        absent);
  }

  /** The file of a row; the place of all where rows know no file, as those of a view. */
  private static Column file(Dataset<Row> rows, String place) {
    try {
      rows.select(col(FILE));
      return col(FILE);
    } catch (Exception e) {
      // Spark throws AnalysisException without declaring it.
      return lit(place);
    }
  }

  /** Declared columns that stand in the names of directories, as in {@code day=2024-12-31/}. */
  private static List<String> directories(FileListing listing, StructType declared) {
    if (listing.root().isEmpty()) {
      return List.of();
    }
    return Arrays.stream(declared.fieldNames())
        .filter(
            name ->
                listing.files().stream()
                    .map(file -> file.getPath().toString().substring(listing.root().length()))
                    .allMatch(path -> path.contains("/" + name + "=")))
        .toList();
  }

  /** Whether a line feed is more than one byte. */
  private boolean hasWideCharacters() {
    return "\n".getBytes(charset()).length > 1;
  }

  private StructType declaredSchema() {
    StructType declared = DeclaredSchema.of(config);
    OwnColumns.check(key + ".schema", List.of(declared.fieldNames()));
    for (StructField field : declared.fields()) {
      // Inside of a column text becomes a moment where no rule of ours can look at it.
      if (!isText(field) && RepeatableExpression.holdsMoment(field.dataType())) {
        throw new ConfigurationException(
            key
                + ".schema: "
                + field.name()
                + " holds a TIMESTAMP, and a time without a date in it would be taken for today's;"
                + " declare it as STRING and cast it in columns.");
      }
    }
    return declared;
  }

  private void checkHeader(FileListing listing, List<String> expected) {
    if (!Boolean.parseBoolean(config.options().getOrDefault("header", "false"))) {
      return;
    }
    String file = listing.firstWithContent().getPath().toString();
    List<String> header = header(listing, file);
    if (header.size() == expected.size()) {
      boolean same = true;
      for (int i = 0; i < header.size(); i++) {
        same &= header.get(i).equalsIgnoreCase(expected.get(i));
      }
      if (same) {
        return;
      }
    }
    throw new ConfigurationException(
        key
            + ".schema: the header of "
            + file
            + " is not the declared columns.\n    header:   "
            + printable(String.join(", ", header))
            + "\n    declared: "
            + String.join(", ", expected)
            + "\n  "
            + headerHint(header, expected));
  }

  private String headerHint(List<String> header, List<String> expected) {
    String all = String.join("", header);
    if (all.indexOf('\0') >= 0) {
      return "The file is UTF-16: set options: {encoding: UTF-16}.";
    }
    if (all.indexOf('\uFFFD') >= 0 && !all.startsWith("PK")) {
      return "The file is not "
          + charset()
          + ": set options: {encoding: windows-1252}, or what it was exported in.";
    }
    if (header.size() == 1 && expected.size() > 1) {
      for (String sep : List.of(";", "\t", "|", ",")) {
        if (all.split(java.util.regex.Pattern.quote(sep), -1).length == expected.size()) {
          return "The columns are parted by another character: set options: {sep: \""
              + ("\t".equals(sep) ? "\\t" : sep)
              + "\"}.";
        }
      }
    }
    return "Declare the columns in the order of the file; if the header looks like rubbish,"
        + " the file is no CSV or has another delimiter or encoding (options: sep, encoding).";
  }

  private List<String> header(FileListing listing, String file) {
    Charset charset = charset();
    try {
      String line = listing.firstLine(hadoop(), charset);
      if (!line.isEmpty() && line.charAt(0) == '\uFEFF') {
        line = line.substring(1);
      }
      if (line.isEmpty()) {
        throw new DataRefusedException(key + ": " + file + " is empty; expected a header line.");
      }
      String sep = config.options().getOrDefault("sep", ",");
      CSVFormat format =
          CSVFormat.DEFAULT.builder().setDelimiter("\\t".equals(sep) ? "\t" : sep).get();
      try (CSVParser parser = CSVParser.parse(line, format)) {
        List<CSVRecord> records = parser.getRecords();
        return records.isEmpty() ? List.of() : records.get(0).toList();
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      throw unreadable(file, e);
    }
  }

  private Charset charset() {
    return Charset.forName(config.options().getOrDefault("encoding", "UTF-8"));
  }

  private DataRefusedException unreadable(String what, Exception cause) {
    return new DataRefusedException(
        key
            + ": "
            + what
            + " cannot be read: "
            + firstLine(cause)
            + " Check that the file is whole and in the declared format.",
        cause);
  }

  private static String firstLine(@Nullable Throwable failure) {
    String message = failure == null ? null : failure.getMessage();
    if (message == null) {
      return failure == null ? "" : failure.getClass().getSimpleName();
    }
    return message.lines().findFirst().orElse("");
  }

  private static String printable(String text) {
    String clean = text.replaceAll("\\p{C}", "?");
    return clean.length() > 300 ? clean.substring(0, 300) + "…" : clean;
  }

  private static boolean isText(StructField field) {
    DataType type = field.dataType();
    return !(type instanceof StructType || type instanceof ArrayType || type instanceof MapType);
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }
}

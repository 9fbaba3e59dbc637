package io.clientele.ingest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a source before mapping.
 *
 * @param rows the typed columns under their own names, the file, and what the quarantine needs
 * @param manifest what exactly is read
 * @param columns the names a mapping may use
 * @param broken by column: whether its text could not become the declared type
 * @param grouped by column: whether its text is a number with thousands separators
 * @param finer by column: whether its text has more decimal places than the declared type keeps
 * @param malformed whether the whole record was broken; null for formats that cannot be
 * @param original the source row as JSON, its text unchanged
 * @param file the file a row came from
 * @param notes what the user should know about what is read and what is not
 * @param absent why a column that a mapping asks for is not there, where that is known
 */
public record SourceRows(
    Dataset<Row> rows,
    InputManifest manifest,
    List<String> columns,
    Map<String, Column> broken,
    Map<String, Column> grouped,
    Map<String, Column> finer,
    @Nullable Column malformed,
    Column original,
    Column file,
    List<String> notes,
    Function<String, Optional<String>> absent) {}

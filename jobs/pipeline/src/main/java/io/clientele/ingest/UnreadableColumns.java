package io.clientele.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a Parquet file that Spark refuses, beside those that it reads. One such column
 * makes Spark refuse the file, though nobody may want that column.
 *
 * @param readable the others
 * @param reasons by name, why a column cannot be read and what to do
 */
record UnreadableColumns(StructType readable, Map<String, String> reasons) {

  /** Of a Parquet file, from its footer. */
  static UnreadableColumns of(SparkSession spark, String file, Configuration hadoop)
      throws IOException {
    MessageType schema;
    try (ParquetFileReader footer =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file), hadoop))) {
      schema = footer.getFileMetaData().getSchema();
    }
    ParquetToSparkSchemaConverter converter =
        new ParquetToSparkSchemaConverter(spark.sessionState().conf());
    Map<String, List<String>> alike = new LinkedHashMap<>();
    for (Type column : schema.getFields()) {
      alike
          .computeIfAbsent(column.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(column.getName());
    }
    StructType readable = new StructType();
    Map<String, String> reasons = new LinkedHashMap<>();
    for (Type column : schema.getFields()) {
      String name = column.getName();
      List<String> same = alike.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
      if (same.size() > 1) {
        reasons.put(
            name,
            "is there as "
                + String.join(" and ", same)
                + ", and names that differ only by case are one to Spark; rename all but one");
        continue;
      }
      try {
        for (StructField field :
            converter.convert(new MessageType(schema.getName(), column)).fields()) {
          readable = readable.add(field);
        }
      } catch (Exception e) {
        // Spark throws AnalysisException without declaring it.
        reasons.put(name, reason(name, column));
      }
    }
    return new UnreadableColumns(readable, reasons);
  }

  private static String reason(String name, Type column) {
    LogicalTypeAnnotation annotation = column.getLogicalTypeAnnotation();
    String type = annotation == null ? "Parquet " + column : "a Parquet " + annotation;
    String mend = "write it as text";
    if (annotation instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation) {
      mend =
          "write it in microseconds, or set spark: {spark.sql.legacy.parquet.nanosAsLong: true} and"
              + " map timestamp_micros("
              + DeclaredSchema.quoted(name)
              + " DIV 1000)";
    }
    return "is " + type + ", which Spark cannot read; " + mend;
  }
}

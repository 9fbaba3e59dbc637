package io.clientele.ingest;

import io.clientele.config.SourceConfig;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a source.
 *
 * @param source where they come from, and what may change
 * @param types SQL types by name, sorted by name
 */
public record SourceShape(SourceConfig source, Map<String, String> types) {

  /** The columns of an opened source. */
  public static SourceShape of(SourceConfig source, SourceRows rows) {
    Map<String, String> types = new TreeMap<>();
    StructType schema = rows.rows().schema();
    for (String column : rows.columns()) {
      types.put(column, schema.apply(column).dataType().sql());
    }
    return new SourceShape(source, types);
  }
}

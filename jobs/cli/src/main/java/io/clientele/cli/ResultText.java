package io.clientele.cli;

import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_json;

import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/**
 * Every column of a result as text: lists, maps, structures and variants as JSON, bytes in base 64,
 * all others as Spark casts them, so that times are in the base's zone.
 */
final class ResultText {
  private ResultText() {}

  static Dataset<Row> of(Dataset<Row> result) {
    DataType[] types =
        java.util.Arrays.stream(result.schema().fields())
            .map(field -> field.dataType())
            .toArray(DataType[]::new);
    // By position: a result may have two columns of one name.
    String[] places =
        IntStream.range(0, types.length).mapToObj(i -> "c" + i).toArray(String[]::new);
    Column[] texts =
        IntStream.range(0, types.length)
            .mapToObj(i -> text(col(places[i]), types[i]).as(places[i]))
            .toArray(Column[]::new);
    return result.toDF(places).select(texts);
  }

  private static Column text(Column column, DataType type) {
    return switch (type.typeName()) {
      case "array", "map", "struct", "variant" ->
          to_json(column, Map.of("ignoreNullFields", "false"));
      case "binary" -> base64(column);
      default -> column.cast("string");
    };
  }
}

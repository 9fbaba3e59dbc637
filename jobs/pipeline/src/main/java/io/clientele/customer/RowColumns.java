package io.clientele.customer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Where each column of a row comes from, by name; places are looked up once. */
final class RowColumns {
  private final Map<String, Supplier<? extends @Nullable Object>> named = new HashMap<>();

  /** Declares a column. */
  void add(String name, Supplier<? extends @Nullable Object> value) {
    if (named.put(name, value) != null) {
      throw new IllegalStateException(name + " is declared twice");
    }
  }

  /**
   * Makes the rows of a schema.
   *
   * @throws IllegalStateException if a column of the schema is not declared, or one too many is
   */
  Supplier<Row> rows(StructType schema) {
    int width = schema.size();
    if (width != named.size()) {
      throw new IllegalStateException(width + " columns, " + named.size() + " declared");
    }
    List<Supplier<? extends @Nullable Object>> values = new ArrayList<>();
    for (String name : schema.fieldNames()) {
      Supplier<? extends @Nullable Object> value = named.get(name);
      if (value == null) {
        throw new IllegalStateException(name + " is not declared");
      }
      values.add(value);
    }
    return () -> {
      @Nullable Object[] row = new Object[width];
      for (int i = 0; i < width; i++) {
        row[i] = values.get(i).get();
      }
      return RowFactory.create(row);
    };
  }
}

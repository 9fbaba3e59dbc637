package io.clientele.customer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Where each column of a row comes from, by name; places are looked up once. */
final class RowColumns {
  /** Puts a value into its place. */
  @FunctionalInterface
  private interface Cell {
    void write(SpecificInternalRow row, int place);
  }

  private final Map<String, Cell> named = new HashMap<>();

  /** Declares a column of numbers, none of them null. */
  void number(String name, LongSupplier value) {
    add(name, (row, place) -> row.setLong(place, value.getAsLong()));
  }

  /** Declares a column of texts. */
  void text(String name, Supplier<@Nullable String> value) {
    add(name, (row, place) -> row.update(place, UTF8String.fromString(value.get())));
  }

  /** Declares a column of values as Spark holds them. */
  void value(String name, Supplier<? extends @Nullable Object> value) {
    add(name, (row, place) -> row.update(place, value.get()));
  }

  private void add(String name, Cell cell) {
    if (named.put(name, cell) != null) {
      throw new IllegalStateException(name + " is declared twice");
    }
  }

  /**
   * Makes the rows of a schema, always the same object.
   *
   * @throws IllegalStateException if a column of the schema is not declared, or one too many is
   */
  Supplier<InternalRow> rows(StructType schema) {
    int width = schema.size();
    if (width != named.size()) {
      throw new IllegalStateException(width + " columns, " + named.size() + " declared");
    }
    List<Cell> cells = new ArrayList<>();
    for (String name : schema.fieldNames()) {
      Cell cell = named.get(name);
      if (cell == null) {
        throw new IllegalStateException(name + " is not declared");
      }
      cells.add(cell);
    }
    SpecificInternalRow row = new SpecificInternalRow(schema);
    return () -> {
      for (int i = 0; i < width; i++) {
        cells.get(i).write(row, i);
      }
      return row;
    };
  }
}

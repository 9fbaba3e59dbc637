package io.clientele.table;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Records as rows and back, bound by name: the column {@code customer_share} is the component
 * {@code customerShare}.
 */
final class Records {
  private Records() {}

  /**
   * The row of a record.
   *
   * @param columns the row's columns in order, each a component of the record
   */
  static Row row(List<ColumnSpec> columns, Record values) {
    Map<String, RecordComponent> components = components(values.getClass());
    Object[] cells = new Object[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      ColumnSpec column = columns.get(i);
      RecordComponent component = components.get(component(column.name()));
      if (component == null) {
        throw new IllegalArgumentException(
            values.getClass().getSimpleName() + " has no component for " + column.name());
      }
      cells[i] = stored(call(component, values));
      if (cells[i] == null && !column.nullable()) {
        throw new IllegalArgumentException(column.name() + " of " + values + " is missing");
      }
    }
    return RowFactory.create(cells);
  }

  /** The record of a row that has a column for each of its components. */
  static <R extends Record> R record(Class<R> type, Row row) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    Map<String, Integer> places = new LinkedHashMap<>();
    for (String name : row.schema().fieldNames()) {
      places.put(component(name), row.fieldIndex(name));
    }
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      Integer place = places.get(components[i].getName());
      if (place == null) {
        throw new IllegalArgumentException(
            type.getSimpleName() + "." + components[i].getName() + " is no column of the row");
      }
      values[i] = read(row, place);
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(type + " refuses " + row, e.getCause());
    }
  }

  /** The name of the component of a column: {@code top_1_share} is {@code top1Share}. */
  static String component(String column) {
    StringBuilder name = new StringBuilder();
    boolean begins = false;
    for (char c : column.toCharArray()) {
      if (c == '_') {
        begins = true;
      } else {
        name.append(begins ? Character.toUpperCase(c) : c);
        begins = false;
      }
    }
    return name.toString();
  }

  private static Map<String, RecordComponent> components(Class<?> type) {
    Map<String, RecordComponent> components = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      components.put(component.getName(), component);
    }
    return components;
  }

  private static @Nullable Object call(RecordComponent component, Record values) {
    try {
      return component.getAccessor().invoke(values);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static @Nullable Object stored(@Nullable Object value) {
    if (value instanceof LocalDate date) {
      return Date.valueOf(date);
    }
    return value instanceof Instant instant ? Timestamp.from(instant) : value;
  }

  private static @Nullable Object read(Row row, int place) {
    Object value = row.get(place);
    if (value instanceof Date date) {
      return date.toLocalDate();
    }
    if (value instanceof Timestamp timestamp) {
      return timestamp.toInstant();
    }
    if (value instanceof scala.collection.Map<?, ?>) {
      return new LinkedHashMap<>(row.getJavaMap(place));
    }
    return value instanceof scala.collection.Seq<?> ? new ArrayList<>(row.getList(place)) : value;
  }
}

package io.clientele.table;

import java.lang.reflect.Constructor;
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
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Records as rows and back, bound by name: the column {@code customer_share} is the component
 * {@code customerShare}.
 */
public final class Records {
  private Records() {}

  /**
   * The row of a record.
   *
   * @param schema the row's columns, each a component of the record
   * @throws IllegalArgumentException if a column is no component, or lacks a value that it must
   *     have
   */
  public static Row row(StructType schema, Record values) {
    Map<String, RecordComponent> components = components(values.getClass());
    @Nullable Object[] cells = new Object[schema.size()];
    for (int i = 0; i < cells.length; i++) {
      StructField column = schema.fields()[i];
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

  /**
   * The records of collected rows that have a column for each component.
   *
   * @throws IllegalArgumentException if a component is no column of the rows
   */
  public static <R extends Record> List<R> of(Class<R> type, List<Row> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    int[] places = new int[components.length];
    Map<String, Integer> columns = new LinkedHashMap<>();
    for (String name : rows.get(0).schema().fieldNames()) {
      columns.put(component(name), rows.get(0).fieldIndex(name));
    }
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      Integer place = columns.get(components[i].getName());
      if (place == null) {
        throw new IllegalArgumentException(
            type.getSimpleName() + "." + components[i].getName() + " is no column of the rows");
      }
      places[i] = place;
    }
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      List<R> records = new ArrayList<>(rows.size());
      for (Row row : rows) {
        Object[] values = new Object[places.length];
        for (int i = 0; i < places.length; i++) {
          values[i] = read(row, places[i]);
        }
        records.add(constructor.newInstance(values));
      }
      return records;
    } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(type + " refuses a row", e.getCause());
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
      // Records may be private to the class that makes them.
      component.getAccessor().setAccessible(true);
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

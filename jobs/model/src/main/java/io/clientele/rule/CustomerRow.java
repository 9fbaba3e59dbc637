package io.clientele.rule;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a row as {@link CustomerValues} sees them, translated when they are asked for:
 * most rules look at few of them. Not for several threads.
 */
public final class CustomerRow extends AbstractMap<String, @Nullable Object> {
  private final Map<String, Integer> positions;
  private final Row row;
  private final @Nullable Object[] values;

  /**
   * The customer of a row.
   *
   * @param positions of the columns, found once for all rows
   */
  public CustomerRow(Map<String, Integer> positions, Row row) {
    this.positions = positions;
    this.row = row;
    this.values = new Object[row.length()];
  }

  /** Where the columns of rows are. */
  public static Map<String, Integer> positions(StructType schema) {
    String[] names = schema.fieldNames();
    Map<String, Integer> positions = new HashMap<>(names.length * 4);
    for (int i = 0; i < names.length; i++) {
      positions.put(names[i], i);
    }
    return positions;
  }

  @Override
  public @Nullable Object get(Object name) {
    Integer position = positions.get(name);
    return position == null ? null : value(position);
  }

  private @Nullable Object value(int position) {
    Object known = values[position];
    if (known == null && !row.isNullAt(position)) {
      known = CustomerValues.value(row.get(position));
      values[position] = known;
    }
    return known;
  }

  @Override
  public boolean containsKey(Object name) {
    Integer position = positions.get(name);
    return position != null && !row.isNullAt(position);
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    Map<String, @Nullable Object> all = new HashMap<>();
    positions.forEach(
        (name, position) -> {
          Object value = value(position);
          if (value != null) {
            all.put(name, value);
          }
        });
    return all.entrySet();
  }
}

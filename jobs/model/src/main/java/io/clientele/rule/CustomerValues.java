package io.clientele.rule;

import java.math.BigDecimal;
import java.sql.Date;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one customer, by the names that rules use: numbers are BigDecimal whatever their
 * column, days LocalDate, tags a list of texts, events a map from type to days.
 */
public final class CustomerValues {
  private CustomerValues() {}

  /** The columns of a row; those that are null are left out. */
  public static Map<String, @Nullable Object> of(Row row) {
    return new HashMap<>(new CustomerRow(CustomerRow.positions(row.schema()), row));
  }

  /** One value as rules see it. */
  public static Object value(Object stored) {
    if (stored instanceof Long || stored instanceof Integer) {
      return BigDecimal.valueOf(((Number) stored).longValue());
    }
    if (stored instanceof Date day) {
      return day.toLocalDate();
    }
    if (stored instanceof scala.collection.Seq<?> seq) {
      List<Object> items = new ArrayList<>();
      scala.collection.Iterator<?> iterator = seq.iterator();
      while (iterator.hasNext()) {
        items.add(iterator.next());
      }
      return items;
    }
    if (stored instanceof scala.collection.Map<?, ?> map) {
      return scala.collection.JavaConverters.mapAsJavaMapConverter(map).asJava();
    }
    return stored;
  }

  /** A number of a customer; null where there is none. */
  public static @Nullable BigDecimal number(Map<String, @Nullable Object> customer, String name) {
    return customer.get(name) instanceof BigDecimal number ? number : null;
  }
}

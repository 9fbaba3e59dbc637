package io.clientele.border;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A customer with one feature, or two that go together, moved. Looks through to the others instead
 * of copying them: this is done for every candidate of every scheme of every customer.
 */
final class Moved extends AbstractMap<String, @Nullable Object> {
  private final Map<String, @Nullable Object> customer;
  private final String feature;
  private final Object value;
  private @Nullable String second;
  private @Nullable Object secondValue;

  Moved(Map<String, @Nullable Object> customer, String feature, Object value) {
    this.customer = customer;
    this.feature = feature;
    this.value = value;
  }

  /** Moves a second feature with it. */
  void with(String other, Object to) {
    second = other;
    secondValue = to;
  }

  /** Whether a feature is not where the customer has it. */
  boolean isMoved(String name) {
    return name.equals(feature) || name.equals(second);
  }

  @Override
  public @Nullable Object get(Object key) {
    if (feature.equals(key)) {
      return value;
    }
    return key.equals(second) ? secondValue : customer.get(key);
  }

  @Override
  public boolean containsKey(Object key) {
    return feature.equals(key) || key.equals(second) || customer.containsKey(key);
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    Map<String, @Nullable Object> all = new HashMap<>(customer);
    all.put(feature, value);
    if (second != null) {
      all.put(second, secondValue);
    }
    return all.entrySet();
  }
}

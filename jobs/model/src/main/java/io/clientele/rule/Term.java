package io.clientele.rule;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An expression ready to be evaluated for one customer; it travels to the executors as it is. */
@FunctionalInterface
public interface Term extends Serializable {

  /**
   * The value for a customer; null where SQL would say null.
   *
   * @param customer by name, as {@link CustomerValues} holds them; a missing name is null
   */
  @Nullable Object of(Map<String, @Nullable Object> customer);
}

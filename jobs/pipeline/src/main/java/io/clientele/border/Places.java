package io.clientele.border;

import io.clientele.feature.Features;
import io.clientele.rule.Term;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of a feature at which something can turn, whoever the customer is, in steps of the
 * feature.
 *
 * @param first ascending: values that differ from the value before them
 * @param last ascending: values that differ from the value after them
 */
record Places(long[] first, long[] last) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Nowhere. */
  static final Places NONE = new Places(new long[0], new long[0]);

  /** Every value that is given. */
  static Places all(SortedSet<Long> values) {
    long[] all = values.stream().mapToLong(Long::longValue).toArray();
    return new Places(all, all);
  }

  /**
   * Those of the values where the feature's own conditions and scores turn for a buyer.
   *
   * @param values all at which they could, with a value on either side of each
   * @param steps conditions and scores by feature
   */
  static Places of(Movement movement, SortedSet<Long> values, Map<String, List<Term>> steps) {
    List<Term> terms = steps.getOrDefault(movement.feature(), List.of());
    List<Long> first = new ArrayList<>();
    List<Long> last = new ArrayList<>();
    Long before = null;
    List<Object> said = List.of();
    for (Long value : values) {
      Map<String, @Nullable Object> buyer = new HashMap<>();
      buyer.put(Features.FREQUENCY, BigDecimal.ONE);
      buyer.put(movement.feature(), movement.value(value));
      List<Object> says = new ArrayList<>();
      terms.forEach(term -> says.add(Collections.singletonList(term.of(buyer))));
      if (before != null && !says.equals(said)) {
        first.add(value);
        last.add(before);
      }
      said = says;
      before = value;
    }
    return new Places(
        first.stream().mapToLong(Long::longValue).toArray(),
        last.stream().mapToLong(Long::longValue).toArray());
  }

  /** Whether nothing turns anywhere. */
  boolean isEmpty() {
    return first.length == 0;
  }

  /** How many turns lie at a value or below it. */
  int passed(long value) {
    int at = Arrays.binarySearch(first, value);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /**
   * Whether the next place of a value is not beyond an end.
   *
   * @param passed how many turns lie at the value or below it
   */
  boolean isNextWithin(int passed, long end, boolean up) {
    return up
        ? passed < first.length && first[passed] <= end
        : passed > 0 && last[passed - 1] >= end;
  }

  /** Whether a place lies after a value and not beyond an end, upwards or downwards. */
  boolean isAnyBetween(long value, long end, boolean up) {
    if (up) {
      int at = passed(value);
      return at < first.length && first[at] <= end;
    }
    int before = before(value);
    return before >= 0 && last[before] >= end;
  }

  /** The places after a value up to an end that is included, nearest first. */
  long[] between(long value, long end, boolean up) {
    if (up) {
      int from = passed(value);
      return Arrays.copyOfRange(first, from, Math.max(from, passed(end)));
    }
    int to = before(value) + 1;
    long[] between = Arrays.copyOfRange(last, Math.min(to, before(end) + 1), to);
    for (int i = 0, j = between.length - 1; i < j; i++, j--) {
      long nearer = between[j];
      between[j] = between[i];
      between[i] = nearer;
    }
    return between;
  }

  /** The index of the last turn below a value; −1 where there is none. */
  private int before(long value) {
    int at = Arrays.binarySearch(last, value);
    return at >= 0 ? at - 1 : -at - 2;
  }
}

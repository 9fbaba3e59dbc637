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
 * The values of a feature at which something can turn, whoever the customer is.
 *
 * @param first ascending: values that differ from the value before them
 * @param last ascending: values that differ from the value after them
 */
record Places(BigDecimal[] first, BigDecimal[] last) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Every value that is given. */
  static Places all(SortedSet<BigDecimal> values) {
    BigDecimal[] all = values.toArray(BigDecimal[]::new);
    return new Places(all, all);
  }

  /**
   * Those of the values where the feature's own conditions and scores turn for a buyer.
   *
   * @param values all at which they could, with a value on either side of each
   * @param steps conditions and scores by feature
   */
  static Places of(String feature, SortedSet<BigDecimal> values, Map<String, List<Term>> steps) {
    List<Term> terms = steps.getOrDefault(feature, List.of());
    List<BigDecimal> first = new ArrayList<>();
    List<BigDecimal> last = new ArrayList<>();
    BigDecimal before = null;
    List<Object> said = List.of();
    for (BigDecimal value : values) {
      Map<String, @Nullable Object> buyer = new HashMap<>();
      buyer.put(Features.FREQUENCY, BigDecimal.ONE);
      buyer.put(feature, value);
      List<Object> says = new ArrayList<>();
      terms.forEach(term -> says.add(Collections.singletonList(term.of(buyer))));
      if (before != null && !says.equals(said)) {
        first.add(value);
        last.add(before);
      }
      said = says;
      before = value;
    }
    return new Places(first.toArray(BigDecimal[]::new), last.toArray(BigDecimal[]::new));
  }

  /** Whether nothing turns anywhere. */
  boolean isEmpty() {
    return first.length == 0;
  }

  /** How many turns lie at a value or below it. */
  int passed(BigDecimal value) {
    int at = Arrays.binarySearch(first, value);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /** Whether a place lies after a value and not beyond an end, upwards or downwards. */
  boolean isAnyBetween(BigDecimal value, BigDecimal end, boolean up) {
    if (up) {
      int at = passed(value);
      return at < first.length && first[at].compareTo(end) <= 0;
    }
    int before = before(value);
    return before >= 0 && last[before].compareTo(end) >= 0;
  }

  /**
   * The places after a value up to an end that is included, nearest first.
   *
   * @param end null for no end
   */
  List<BigDecimal> between(BigDecimal value, @Nullable BigDecimal end, boolean up) {
    List<BigDecimal> between = new ArrayList<>();
    if (up) {
      for (int i = passed(value); i < first.length && !isPast(first[i], end, 1); i++) {
        between.add(first[i]);
      }
      return between;
    }
    for (int i = before(value); i >= 0 && !isPast(last[i], end, -1); i--) {
      between.add(last[i]);
    }
    return between;
  }

  /** The index of the last turn below a value; −1 where there is none. */
  private int before(BigDecimal value) {
    int at = Arrays.binarySearch(last, value);
    return at >= 0 ? at - 1 : -at - 2;
  }

  private static boolean isPast(BigDecimal place, @Nullable BigDecimal end, int side) {
    return end != null && place.compareTo(end) * side > 0;
  }
}

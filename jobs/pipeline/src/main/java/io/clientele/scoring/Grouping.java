package io.clientele.scoring;

import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * The groups that customers are compared within: the values of a feature, rare ones pooled.
 *
 * @param feature the feature; null for the whole base
 * @param names of the groups by number: the values that are groups of their own in their order,
 *     then {@value #OTHER} and {@value #UNKNOWN}; for the whole base one empty name
 */
public record Grouping(@Nullable String feature, List<String> names) {
  /** The group of rare values. */
  public static final String OTHER = "other";

  /** The group of customers without a value. */
  public static final String UNKNOWN = "unknown";

  /** The base as one group. */
  public static final Grouping WHOLE = new Grouping(null, List.of(""));

  /** The groups of a feature. */
  static Grouping of(String feature, Collection<String> values) {
    TreeSet<String> own = new TreeSet<>(values);
    // Values that are called as the pools are pooled.
    own.remove(OTHER);
    own.remove(UNKNOWN);
    List<String> names = new ArrayList<>(own);
    names.add(OTHER);
    names.add(UNKNOWN);
    return new Grouping(feature, List.copyOf(names));
  }

  /** How many groups there are, empty ones too. */
  public int size() {
    return names.size();
  }

  /**
   * The number of a customer's group, from 0; never null.
   *
   * @param value the feature of the customer; not looked at for the whole base
   */
  public Column number(Column value) {
    if (feature == null) {
      return lit(0);
    }
    Column own = literals(names.subList(0, size() - 2));
    Column at = array_position(own, value).cast("int");
    return when(coalesce(value, lit(UNKNOWN)).equalTo(UNKNOWN), size() - 1)
        .when(at.gt(0), at.minus(1))
        .otherwise(size() - 2);
  }

  private static Column literals(List<String> texts) {
    return functions
        .array(texts.stream().map(functions::lit).toArray(Column[]::new))
        .cast("array<string>");
  }
}

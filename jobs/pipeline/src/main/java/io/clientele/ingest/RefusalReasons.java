package io.clientele.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/** The reasons for which a line can be refused, each with its bit in the line's mask. */
public final class RefusalReasons {
  /** Two lines share identity and version but not content. */
  public static final String VERSION_CONFLICT = "version_conflict";

  /** Rows share a key but not their content. */
  public static final String DUPLICATE_KEY = "duplicate_key";

  private final List<String> names;
  private Column mask = lit(0L);

  RefusalReasons() {
    this(new ArrayList<>());
  }

  private RefusalReasons(List<String> names) {
    this.names = names;
  }

  /** Reasons of other rows that have the same bits for the same names, now and later. */
  RefusalReasons referenceData() {
    return new RefusalReasons(names);
  }

  /** Adds a reason that applies where the condition is true (not null). */
  void add(String name, Column condition) {
    mask = mask.plus(when(condition, lit(1L << reserve(name))).otherwise(lit(0L)));
  }

  /** Gives a name its bit without a condition on the single line. */
  int reserve(String name) {
    int known = names.indexOf(name);
    if (known >= 0) {
      return known;
    }
    if (names.size() == Long.SIZE - 1) {
      throw new IllegalStateException("more than 63 reasons");
    }
    names.add(name);
    return names.size() - 1;
  }

  Column mask() {
    return mask;
  }

  /** The names in the order of their bits. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** The names whose bits are set, as an array. */
  Column named(Column bits) {
    List<Column> all = new ArrayList<>();
    for (int bit = 0; bit < names.size(); bit++) {
      all.add(when(bits.bitwiseAND(lit(1L << bit)).notEqual(0L), lit(names.get(bit))));
    }
    return array_compact(array(all.toArray(Column[]::new)));
  }
}

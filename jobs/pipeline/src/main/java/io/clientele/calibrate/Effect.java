package io.clientele.calibrate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What proposals do to the sizes of the parts of one division.
 *
 * @param subject a scheme, or the column of a score
 * @param variants what is compared; the first is how it is now
 * @param sizes customers of each part by variant, in the order of the parts
 */
public record Effect(String subject, List<String> variants, Map<String, List<Long>> sizes) {

  /** Reads the sizes of the given parts off a tally; parts without customers have 0. */
  public static Effect of(Tally tally, String subject, List<String> variants, List<String> parts) {
    Map<String, List<Long>> sizes = new LinkedHashMap<>();
    for (String part : parts) {
      List<Long> row = new ArrayList<>();
      variants.forEach(variant -> row.add(tally.customers(subject, variant, part)));
      sizes.put(part, List.copyOf(row));
    }
    return new Effect(subject, List.copyOf(variants), Collections.unmodifiableMap(sizes));
  }

  /** All customers of one variant, by the number of its column. */
  public long total(int variant) {
    return sizes.values().stream().mapToLong(row -> row.get(variant)).sum();
  }
}

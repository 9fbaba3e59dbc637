package io.clientele.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A table beside a source that has one row for many of its rows: the head of an order, the
 * description of a campaign. Expressions name its columns as {@code name.column}.
 *
 * @param name in expressions
 * @param source where it lies
 * @param key the column that is different in each of its rows
 * @param on an expression over the source's own columns that gives the key
 */
public record LookupConfig(String name, SourceConfig source, String key, String on) {

  /** The lookups of a source. */
  static List<LookupConfig> read(String of, Section section, SourcePlaces places) {
    List<LookupConfig> lookups = new ArrayList<>();
    for (Map.Entry<String, Section> written : section.named().entrySet()) {
      String name = written.getKey();
      Section own = written.getValue();
      if (!Names.isShort(name)) {
        section.problem(
            name, "a lookup's name must be lower-case letters, digits and '_', at most 40");
      }
      SourceConfig source = SourceConfig.readLookup(of + ".lookups." + name, own, places);
      lookups.add(
          new LookupConfig(name, source, own.text(SourceConfig.UNIQUE), own.text(SourceConfig.ON)));
      own.close();
    }
    return List.copyOf(lookups);
  }
}

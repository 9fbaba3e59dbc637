package io.clientele.config;

import java.util.ArrayList;
import java.util.List;

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
  static List<LookupConfig> read(String of, Section section, String data) {
    List<LookupConfig> lookups = new ArrayList<>();
    for (String name : section.keys()) {
      Section own = section.section(name);
      if (!Names.isShort(name)) {
        section.problem(
            name, "a lookup's name must be lower-case letters, digits and '_', at most 40");
      }
      for (String key : List.of("lookups", "where", "schema_changes")) {
        if (own.has(key)) {
          own.problem(key, "a lookup has none; remove it");
        }
      }
      SourceConfig source = SourceConfig.read(of + ".lookups." + name, own, data);
      lookups.add(
          new LookupConfig(
              name,
              source,
              own.requiredText("key", "campaign_id"),
              own.requiredText("on", "campaign_id")));
      own.close();
    }
    section.close();
    return List.copyOf(lookups);
  }
}

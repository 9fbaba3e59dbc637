package io.clientele.run;

import io.clientele.config.BaseConfig;
import io.clientele.config.OptionalSource;
import io.clientele.config.SourceConfig;
import io.clientele.config.SourceFormat;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which part of the configuration a file belongs to, so that a failure names the right one.
 *
 * @param names keys of the configuration by where they point to
 */
record Places(Map<String, String> names) {

  /** Nothing is known of any file. */
  static Places none() {
    return new Places(Map.of());
  }

  /** The sources of a configuration, with their lookups, and its lake. */
  static Places of(BaseConfig config) {
    Map<String, String> names = new LinkedHashMap<>();
    names.put(prefix(config.lake()), "lake");
    config.transactions().parts().forEach(part -> add(names, part.source()));
    for (OptionalSource source : config.sources().values()) {
      source.parts().forEach(part -> add(names, part.source()));
    }
    return new Places(names);
  }

  private static void add(Map<String, String> names, SourceConfig source) {
    if (source.format() != SourceFormat.TABLE) {
      names.putIfAbsent(prefix(source.path()), source.key());
    }
    source.lookups().forEach(lookup -> add(names, lookup.source()));
  }

  /** The key whose place holds the file; the nearest where places lie in each other. */
  Optional<String> of(String file) {
    String whole = prefix(file);
    return names.entrySet().stream()
        .filter(place -> whole.startsWith(place.getKey()))
        .max(Comparator.comparingInt(place -> place.getKey().length()))
        .map(Map.Entry::getValue);
  }

  /** The location up to its first wildcard; local paths are absolute, without a scheme. */
  private static String prefix(String location) {
    String fixed = location.split("[*?{\\[]", 2)[0];
    String local = fixed.startsWith("file:") ? fixed.substring("file:".length()) : fixed;
    if (local.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      return local;
    }
    return Path.of(local).toAbsolutePath().normalize().toString();
  }
}

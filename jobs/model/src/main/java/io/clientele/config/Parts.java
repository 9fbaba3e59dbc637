package io.clientele.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The section of a source whose rows lie in several places, each with a name of its own. */
final class Parts {
  private static final String NAME = "parts";

  private Parts() {}

  /** Reads one place. */
  interface Reader<P> {
    /**
     * The place as configured.
     *
     * @param name of the source or of its part, below {@code sources}
     */
    P read(String name, Section section);
  }

  /** The keys of the section. */
  static Keys keys(List<Keys> sections) {
    return Keys.of(
            NAME, Keys.Shape.NAMED, "places where rows of the source lie, one source together")
        .and(SourceConfig.KEYS, sections);
  }

  /** The parts of a source; the source itself where it has none. */
  static <P> List<P> read(String source, Section section, Reader<P> reader) {
    if (!section.has(NAME)) {
      return List.of(reader.read(source, section));
    }
    List<P> parts = new ArrayList<>();
    Section named = section.section(NAME);
    for (Map.Entry<String, Section> written : named.named().entrySet()) {
      String name = written.getKey();
      if (!Names.isShort(name)) {
        named.problem(name, "a part's name must be lower-case letters, digits and '_', at most 40");
      }
      parts.add(reader.read(source + "." + NAME + "." + name, written.getValue()));
    }
    if (parts.isEmpty()) {
      section.problem(NAME, "empty; name at least one part with its format, path and columns");
    }
    section.close();
    return List.copyOf(parts);
  }
}

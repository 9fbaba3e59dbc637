package io.clientele.scheme;

import io.clientele.config.Key;
import io.clientele.config.Keys;
import io.clientele.config.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to do with the customers of a segment.
 *
 * @param steps in order, each by language; a step written as plain text counts as English
 */
public record Playbook(List<Map<String, String>> steps) {
  /** Nothing to do. */
  static final Playbook NONE = new Playbook(List.of());

  private static final String DEFAULT_LANGUAGE = "en";

  static final Keys KEYS =
      Keys.of(
              "playbook",
              Keys.Shape.ITEM_ENTRIES,
              "what to do, a step an item, in each language",
              Key.text("LANGUAGE", "the step in this language"))
          .orJust(DEFAULT_LANGUAGE);

  static Playbook read(Section segment) {
    List<Map<String, String>> steps = new ArrayList<>();
    for (Section step : segment.items(KEYS)) {
      Map<String, String> written = step.entries();
      if (written.isEmpty()) {
        step.problem(DEFAULT_LANGUAGE, "missing; for example {en: welcome call}");
      } else {
        steps.add(written);
      }
    }
    return new Playbook(List.copyOf(steps));
  }

  /** The steps in a language; a step that lacks it in English, or else in the first it has. */
  public List<String> in(String language) {
    return steps.stream().map(step -> step.getOrDefault(language, step.get(anyOf(step)))).toList();
  }

  private static String anyOf(Map<String, String> step) {
    return step.containsKey(DEFAULT_LANGUAGE) ? DEFAULT_LANGUAGE : step.keySet().iterator().next();
  }

  /** The steps by language, for every language that one of them has. */
  public Map<String, List<String>> byLanguage() {
    Map<String, List<String>> all = new TreeMap<>();
    steps.forEach(step -> step.keySet().forEach(language -> all.put(language, in(language))));
    return all;
  }
}

package io.clientele.cli;

import io.clientele.config.BaseConfig;
import io.clientele.config.Key;
import io.clientele.config.Keys;
import io.clientele.scheme.SchemeFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key of the configuration and of scheme files, made from their declarations. */
final class KeyReference {
  private final StringBuilder text = new StringBuilder();
  private final Map<Keys, String> sections = new HashMap<>();
  private final Map<Key, String> where = new HashMap<>();

  private KeyReference() {}

  static String markdown() {
    KeyReference reference = new KeyReference();
    reference
        .text
        .append("# Keys\n\nMade by `bin/clientele docs keys > docs/keys.md`; a test compares. ")
        .append(
            "[configuration.md](configuration.md) and [schemes.md](schemes.md) explain how keys ")
        .append("work together. Names in capitals are the user's own. A key without effect is no ")
        .append("part of a run's id: another value of it gives the same results.\n");
    reference.file("The configuration of a base", BaseConfig.KEYS);
    reference.file("A scheme", SchemeFile.KEYS);
    return reference.text.toString();
  }

  private void file(String title, Keys keys) {
    text.append("\n## ").append(title).append("\n");
    section("", keys, "###");
  }

  private void section(String path, Keys keys, String heading) {
    if (!path.isEmpty()) {
      text.append("\n").append(heading).append(" ").append(path).append("\n\n");
      text.append(sentence(keys.meaning()));
      String shorthand = keys.shorthand();
      if (shorthand != null) {
        text.append(" May be written as the value of `").append(shorthand).append("` alone.");
      }
      if (keys.shape() == Keys.Shape.ITEMS || keys.shape() == Keys.Shape.ITEM_ENTRIES) {
        text.append(" A list.");
      }
      String why = keys.withoutEffect();
      if (why != null) {
        text.append(" Without effect on results: ").append(why).append(".");
      }
      text.append("\n");
    }
    if (keys.name().equals("columns")) {
      text.append("\nThe fields are listed in [tables.md](tables.md).\n");
      return;
    }
    keys(path, keys.keys());
    for (Keys below : keys.sections()) {
      String name = below.name() + names(below.shape());
      String at = path.isEmpty() ? name : path + "." + name;
      String first = sections.putIfAbsent(below, at);
      if (first == null) {
        section(at, below, heading);
      } else {
        text.append("\n`").append(at).append("` is as `").append(first).append("`.\n");
      }
    }
  }

  /** Keys that were told of another section are named only. */
  private void keys(String path, List<Key> all) {
    Map<String, List<String>> told = new LinkedHashMap<>();
    List<Key> own = new ArrayList<>();
    for (Key key : all) {
      String first = where.putIfAbsent(key, path);
      if (first == null || path.isEmpty()) {
        own.add(key);
      } else {
        told.computeIfAbsent(first, at -> new ArrayList<>()).add("`" + key.name() + "`");
      }
    }
    if (!own.isEmpty()) {
      text.append("\n| key | value | default | meaning |\n|---|---|---|---|\n");
      own.forEach(this::row);
    }
    told.forEach(
        (at, names) ->
            text.append("\n")
                .append(String.join(", ", names))
                .append(": as in `")
                .append(at)
                .append("`.\n"));
  }

  private static String names(Keys.Shape shape) {
    return switch (shape) {
      case NAMED -> ".NAME";
      case NAMED_ENTRIES -> ".SCHEME";
      case PLAIN, ITEMS, ITEM_ENTRIES, ENTRIES -> "";
    };
  }

  private void row(Key key) {
    String absent = key.absent();
    String shown = key.required() ? "required" : absent == null || absent.isEmpty() ? "–" : absent;
    String why = key.withoutEffect();
    text.append("| `")
        .append(key.name())
        .append("` | ")
        .append(cell(key.inWords()))
        .append(" | ")
        .append(cell(shown))
        .append(" | ")
        .append(cell(key.meaning()))
        .append(why == null ? "" : "; without effect: " + cell(why))
        .append(" |\n");
  }

  private static String sentence(String meaning) {
    return Character.toUpperCase(meaning.charAt(0)) + meaning.substring(1) + ".";
  }

  private static String cell(String value) {
    return value.replace("|", "\\|");
  }
}

package io.clientele.config;

import io.clientele.failure.ConfigurationException;
import io.clientele.failure.Redaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.LoadSettingsBuilder;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML 1.2 text into a {@link YamlValue} tree and lays command-line overrides over it. */
final class YamlDocument {
  /** Deeper than any configuration, shallow enough for whatever reads it recursively. */
  private static final int DEEPEST = 100;

  /** What anchors may be repeated to; a file without them cannot be as large. */
  private static final int MOST_VALUES = 1_000_000;

  private final String name;
  private final Set<Node> within = Collections.newSetFromMap(new IdentityHashMap<>());
  private int values;

  private YamlDocument(String name) {
    this.name = name;
  }

  /**
   * Parses a document whose top level is a mapping.
   *
   * @param name how the document is called in messages, usually its path
   * @param text the YAML
   * @throws ConfigurationException if the text is not YAML, has a duplicate key or is no mapping
   */
  static YamlValue.Mapping parse(String name, String text) {
    LoadSettings settings = settings().setLabel(name).build();
    Node root;
    try {
      checkDepth(name, new Parse(settings).parseString(text));
      root = new Compose(settings).composeString(text).orElse(null);
    } catch (MarkedYamlEngineException e) {
      throw new ConfigurationException(
          name
              + line(e.getProblemMark())
              + ": not valid YAML: "
              + e.getProblem()
              + ". "
              + mend(e.getProblem()),
          e);
    } catch (YamlEngineException e) {
      throw new ConfigurationException(name + ": not valid YAML: " + e.getMessage(), e);
    }
    if (root == null) {
      throw new ConfigurationException(name + ": the file is empty; expected key: value lines.");
    }
    if (new YamlDocument(name).convert(root) instanceof YamlValue.Mapping mapping) {
      return mapping;
    }
    throw new ConfigurationException(name + ": expected key: value lines at the top level.");
  }

  private static String mend(String problem) {
    return problem.contains("`")
        ? "Put what begins with a backtick into double quotes: \"`Unit Price` * Quantity\"."
        : "Check indentation and quotes.";
  }

  /**
   * Lays {@code path = value} over the tree, creating the mappings on the way.
   *
   * @param assignment such as {@code gates.max_quarantined_share=0.1}; the value is YAML
   */
  static void override(YamlValue.Mapping root, String assignment) {
    int equals = assignment.indexOf('=');
    if (equals <= 0) {
      throw new ConfigurationException(
          "--set " + assignment + ": expected KEY=VALUE, for example --set lake=/data/lake");
    }
    String path = assignment.substring(0, equals).strip();
    String text = assignment.substring(equals + 1).strip();
    String origin = "--set " + path;
    YamlValue value =
        text.isEmpty() ? new YamlValue.Scalar(origin, null) : parseValue(origin, path, text);
    // Spark's own keys contain dots and are never split.
    List<String> keys =
        path.startsWith("spark.") ? List.of("spark", path) : List.of(path.split("\\.", -1));
    YamlValue.Mapping at = root;
    for (String key : keys.subList(0, keys.size() - 1)) {
      if (at.entries().get(key) instanceof YamlValue.Mapping next) {
        at = next;
      } else {
        YamlValue.Mapping next = YamlValue.Mapping.empty(origin);
        at.entries().put(key, next);
        at = next;
      }
    }
    at.entries().put(keys.get(keys.size() - 1), value);
  }

  private static YamlValue parseValue(String origin, String path, String text) {
    try {
      LoadSettings settings = settings().build();
      checkDepth(origin, new Parse(settings).parseString(text));
      Node node = new Compose(settings).composeString(text).orElseThrow();
      return relabel(origin, new YamlDocument(origin).convert(node));
    } catch (YamlEngineException e) {
      throw new ConfigurationException(
          origin + ": not a valid YAML value: " + Redaction.value(path, text), e);
    }
  }

  /** Duplicate keys and repeated anchors are judged here, where there is a line to name. */
  private static LoadSettingsBuilder settings() {
    return LoadSettings.builder().setMaxAliasesForCollections(Integer.MAX_VALUE);
  }

  /** Reads on, event by event, so that what nests too deep is met before anything recurses. */
  private static void checkDepth(String name, Iterable<Event> events) {
    int depth = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > DEEPEST) {
        throw new ConfigurationException(
            name
                + line(event.getStartMark())
                + ": lists and mappings nest deeper than "
                + DEEPEST
                + " levels. Check for brackets that are never closed.");
      }
    }
  }

  private static String line(Optional<Mark> mark) {
    return mark.map(m -> ":" + (m.getLine() + 1)).orElse("");
  }

  private static YamlValue relabel(String origin, YamlValue value) {
    if (value instanceof YamlValue.Scalar scalar) {
      return new YamlValue.Scalar(origin, scalar.text());
    }
    return value;
  }

  private YamlValue convert(Node node) {
    String origin = name + line(node.getStartMark());
    if (++values > MOST_VALUES) {
      throw new ConfigurationException(
          origin
              + ": the anchors (&name, *name) of this file repeat each other to more than "
              + MOST_VALUES
              + " values. Write out what is meant.");
    }
    if (!within.add(node)) {
      throw new ConfigurationException(
          origin + ": this list or mapping contains itself through an anchor (&name, *name).");
    }
    YamlValue value = converted(origin, node);
    within.remove(node);
    return value;
  }

  private YamlValue converted(String origin, Node node) {
    if (node instanceof MappingNode mapping) {
      Map<String, YamlValue> entries = new LinkedHashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        Node keyNode = tuple.getKeyNode();
        String key = keyOf(origin, keyNode);
        if (entries.put(key, convert(tuple.getValueNode())) != null) {
          throw new ConfigurationException(
              name
                  + line(keyNode.getStartMark())
                  + ": the key '"
                  + key
                  + "' is written twice; keep one of them.");
        }
      }
      return new YamlValue.Mapping(origin, entries);
    }
    if (node instanceof SequenceNode sequence) {
      List<YamlValue> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(convert(item)));
      return new YamlValue.Items(origin, items);
    }
    ScalarNode scalar = (ScalarNode) node;
    return new YamlValue.Scalar(origin, textOf(scalar));
  }

  private static String keyOf(String origin, Node key) {
    if (key instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new ConfigurationException(origin + ": a key must be plain text.");
  }

  private static @Nullable String textOf(ScalarNode scalar) {
    return Tag.NULL.equals(scalar.getTag()) ? null : scalar.getValue();
  }
}

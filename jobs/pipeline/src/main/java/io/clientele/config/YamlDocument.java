package io.clientele.config;

import io.clientele.failure.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
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
  private YamlDocument() {}

  /**
   * Parses a document whose top level is a mapping.
   *
   * @param name how the document is called in messages, usually its path
   * @param text the YAML
   * @throws ConfigurationException if the text is not YAML, has a duplicate key or is no mapping
   */
  static YamlValue.Mapping parse(String name, String text) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(name).setAllowDuplicateKeys(false).build();
    Node root;
    try {
      root = new Compose(settings).composeString(text).orElse(null);
    } catch (MarkedYamlEngineException e) {
      String place = e.getProblemMark().map(m -> ":" + (m.getLine() + 1)).orElse("");
      throw new ConfigurationException(
          name + place + ": not valid YAML: " + e.getProblem() + ". " + mend(e.getProblem()), e);
    } catch (YamlEngineException e) {
      throw new ConfigurationException(name + ": not valid YAML: " + e.getMessage(), e);
    }
    if (root == null) {
      throw new ConfigurationException(name + ": the file is empty; expected key: value lines.");
    }
    if (convert(name, root) instanceof YamlValue.Mapping mapping) {
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
        text.isEmpty() ? new YamlValue.Scalar(origin, null) : parseValue(origin, text);
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

  private static YamlValue parseValue(String origin, String text) {
    try {
      Node node = new Compose(LoadSettings.builder().build()).composeString(text).orElseThrow();
      return relabel(origin, convert(origin, node));
    } catch (YamlEngineException e) {
      throw new ConfigurationException(origin + ": not a valid YAML value: " + text, e);
    }
  }

  private static YamlValue relabel(String origin, YamlValue value) {
    if (value instanceof YamlValue.Scalar scalar) {
      return new YamlValue.Scalar(origin, scalar.text());
    }
    return value;
  }

  private static YamlValue convert(String name, Node node) {
    String origin = name + node.getStartMark().map(m -> ":" + (m.getLine() + 1)).orElse("");
    if (node instanceof MappingNode mapping) {
      Map<String, YamlValue> entries = new LinkedHashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        String key = keyOf(origin, tuple.getKeyNode());
        if (entries.put(key, convert(name, tuple.getValueNode())) != null) {
          throw new ConfigurationException(
              origin + ": the key '" + key + "' is written twice; keep one of them.");
        }
      }
      return new YamlValue.Mapping(origin, entries);
    }
    if (node instanceof SequenceNode sequence) {
      List<YamlValue> values = new ArrayList<>();
      sequence.getValue().forEach(item -> values.add(convert(name, item)));
      return new YamlValue.Items(origin, values);
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

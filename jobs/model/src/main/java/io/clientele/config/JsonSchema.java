package io.clientele.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The JSON Schema (draft 7) of a file, by which editors complete keys and mark mistakes. It knows
 * each key by itself; what only holds between keys is found by {@code validate}.
 */
public final class JsonSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JsonSchema() {}

  /** The schema of a file with these keys. */
  public static ObjectNode of(Keys keys, String title) {
    ObjectNode schema = JSON.objectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", title);
    schema.setAll(plain(keys));
    return schema;
  }

  private static ObjectNode section(Keys keys) {
    ObjectNode schema =
        switch (keys.shape()) {
          case PLAIN -> orJust(keys, plain(keys));
          case NAMED -> under(orJust(keys, plain(keys)));
          case ITEMS -> list(plain(keys));
          case ITEM_ENTRIES -> list(orJust(keys, under(value(keys.keys().get(0)))));
          case ENTRIES -> under(value(keys.keys().get(0)));
          case NAMED_ENTRIES -> under(under(value(keys.keys().get(0))));
        };
    return schema.put("description", keys.meaning());
  }

  private static ObjectNode plain(Keys keys) {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JSON.arrayNode();
    for (Key key : keys.keys()) {
      properties.set(key.name(), value(key));
      if (key.required()) {
        required.add(key.name());
      }
    }
    keys.sections().forEach(below -> properties.set(below.name(), section(below)));
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema.put("additionalProperties", false);
  }

  private static ObjectNode orJust(Keys keys, ObjectNode written) {
    String shorthand = keys.shorthand();
    if (shorthand == null) {
      return written;
    }
    ObjectNode either = JSON.objectNode();
    either
        .putArray("anyOf")
        .add(value(keys.find(shorthand).orElse(keys.keys().get(0))))
        .add(written);
    return either;
  }

  private static ObjectNode under(ObjectNode each) {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    schema.set("additionalProperties", each);
    return schema;
  }

  private static ObjectNode list(ObjectNode items) {
    ObjectNode schema = JSON.objectNode().put("type", "array");
    schema.set("items", items);
    return schema;
  }

  private static ObjectNode value(Key key) {
    ObjectNode schema =
        switch (key.type()) {
          case TEXT -> text(key);
          case EXPRESSION, RULE -> types("string", "number", "boolean");
          case INTEGER -> integer(key);
          case NUMBER -> types("number");
          case SHARE -> types("number").put("minimum", 0).put("maximum", 1);
          case AMOUNT -> types("number").put("minimum", 0);
          case DATE -> types("string").put("pattern", "^\\d{4}-\\d{2}-\\d{2}$");
          case FLAG -> types("boolean");
          case WORD -> word(key);
          case TEXTS -> oneOrList(types("string", "number", "boolean"));
          case INTEGERS -> oneOrList(integer(key));
          case NUMBERS -> oneOrList(types("number"));
        };
    String absent = key.absent();
    String otherwise = absent == null || absent.isEmpty() ? "" : ". Default: " + absent;
    return schema.put("description", key.meaning() + " (" + key.inWords() + ")" + otherwise);
  }

  private static ObjectNode text(Key key) {
    ObjectNode schema = types("string", "number", "boolean");
    return key.allowed().pattern().isEmpty()
        ? schema
        : schema.put("pattern", "^(" + key.allowed().pattern() + ")$");
  }

  private static ObjectNode integer(Key key) {
    ObjectNode schema = types("integer");
    if (key.allowed().least() != Integer.MIN_VALUE) {
      schema.put("minimum", key.allowed().least());
    }
    return key.allowed().most() == Integer.MAX_VALUE
        ? schema
        : schema.put("maximum", key.allowed().most());
  }

  private static ObjectNode word(Key key) {
    ObjectNode schema = JSON.objectNode();
    key.allowed().words().forEach(schema.putArray("enum")::add);
    return schema;
  }

  private static ObjectNode oneOrList(ObjectNode one) {
    ObjectNode schema = JSON.objectNode();
    schema.putArray("anyOf").add(one).add(list(one.deepCopy()));
    return schema;
  }

  private static ObjectNode types(String... types) {
    ObjectNode schema = JSON.objectNode();
    if (types.length == 1) {
      return schema.put("type", types[0]);
    }
    List.of(types).forEach(schema.putArray("type")::add);
    return schema;
  }
}

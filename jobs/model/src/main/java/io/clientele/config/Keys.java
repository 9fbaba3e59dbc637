package io.clientele.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one section of a YAML file.
 *
 * @param name of the section; empty for the file itself
 * @param shape how it is written
 * @param meaning one sentence without a full stop
 * @param keys in it
 * @param sections below it
 * @param shorthand the key that a plain value in the section's place stands for; null where it must
 *     be written in full
 * @param withoutEffect why none of it changes a result; null where results depend on it
 */
public record Keys(
    String name,
    Shape shape,
    String meaning,
    List<Key> keys,
    List<Keys> sections,
    @Nullable String shorthand,
    @Nullable String withoutEffect)
    implements KeyOrSection {

  /** How a section is written. */
  public enum Shape {
    /** Once, with its keys. */
    PLAIN,
    /** Under names of the user's own, each with these keys. */
    NAMED,
    /** As a list, each item with these keys. */
    ITEMS,
    /** As a list, each item with values under names of the user's own. */
    ITEM_ENTRIES,
    /** As values under names of the user's own, below names of the user's own. */
    NAMED_ENTRIES,
    /** As values under names of the user's own; the one key says what they are. */
    ENTRIES
  }

  /** A section that is written once. */
  public static Keys of(String name, String meaning, KeyOrSection... content) {
    return of(name, Shape.PLAIN, meaning, content);
  }

  /**
   * A section.
   *
   * @param content in the order of the documentation
   */
  public static Keys of(String name, Shape shape, String meaning, KeyOrSection... content) {
    List<Key> keys = new ArrayList<>();
    List<Keys> sections = new ArrayList<>();
    for (KeyOrSection part : content) {
      if (part instanceof Key key) {
        keys.add(key);
      } else {
        sections.add((Keys) part);
      }
    }
    return new Keys(name, shape, meaning, List.copyOf(keys), List.copyOf(sections), null, null);
  }

  /** The same with more keys and sections. */
  public Keys and(List<Key> moreKeys, List<Keys> moreSections) {
    List<Key> allKeys = new ArrayList<>(keys);
    allKeys.addAll(moreKeys);
    List<Keys> allSections = new ArrayList<>(sections);
    allSections.addAll(moreSections);
    return new Keys(
        name,
        shape,
        meaning,
        List.copyOf(allKeys),
        List.copyOf(allSections),
        shorthand,
        withoutEffect);
  }

  /** The same under another name and in another shape. */
  public Keys as(String other, Shape written, String otherMeaning) {
    return new Keys(other, written, otherMeaning, keys, sections, shorthand, withoutEffect);
  }

  /** The same, which may be written as the value of one of its keys. */
  public Keys orJust(String key) {
    return new Keys(name, shape, meaning, keys, sections, key, withoutEffect);
  }

  /** The same, of which no value changes a result. */
  public Keys withoutEffect(String why) {
    return new Keys(name, shape, meaning, keys, sections, shorthand, why);
  }

  /** A key of this section. */
  Optional<Key> find(String key) {
    return keys.stream().filter(one -> one.name().equals(key)).findFirst();
  }

  /** A section below this one. */
  Optional<Keys> below(String section) {
    return sections.stream().filter(one -> one.name().equals(section)).findFirst();
  }
}

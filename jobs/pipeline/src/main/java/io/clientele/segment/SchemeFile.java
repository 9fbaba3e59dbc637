package io.clientele.segment;

import io.clientele.config.Problems;
import io.clientele.config.Section;
import io.clientele.failure.ConfigurationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A scheme as its file says it.
 *
 * @param scheme the name: a column of customer_segments
 * @param version of the definition
 * @param description one sentence
 * @param population whom the rules are about
 * @param parameters with the overrides of the base's configuration laid over
 * @param segments in the order of the rules: the first that holds wins
 * @param otherwise who matches no rule
 * @param scoreBins the number of scores that the rules are written for
 */
public record SchemeFile(
    String scheme,
    int version,
    String description,
    Population population,
    Map<String, String> parameters,
    List<SegmentRule> segments,
    SegmentRule otherwise,
    int scoreBins) {

  /** The format of the file. */
  public static final int SCHEME_FORMAT = 1;

  private static final String NAME = "[a-z][a-z0-9_]{0,62}";

  /**
   * Reads a scheme.
   *
   * @param name the file's name for messages
   * @param overrides parameters from the base's configuration
   * @throws ConfigurationException naming every problem with file and line
   */
  public static SchemeFile parse(String name, String text, Map<String, String> overrides) {
    Problems problems = new Problems();
    Section root = Section.parse(name, text, List.of(), problems);
    int format = root.integer("format", SCHEME_FORMAT, 1, Integer.MAX_VALUE);
    if (format != SCHEME_FORMAT) {
      root.problem("format", format + " is not known here; this release reads 1");
    }
    String scheme = root.requiredText("scheme", "my_scheme");
    if (!scheme.isEmpty() && !scheme.matches(NAME)) {
      root.problem("scheme", "'" + scheme + "' must be lower-case letters, digits and '_'");
    }
    int version = root.integer("version", 1, 1, Integer.MAX_VALUE);
    String description = root.text("description", "");
    int scoreBins = root.integer("score_bins", 5, 2, 10);
    Population population = root.choice("population", Population.BUYERS, Population.class);
    Map<String, String> parameters = new LinkedHashMap<>(root.section("parameters").entries());
    overrides.forEach(
        (key, value) -> {
          if (parameters.containsKey(key)) {
            parameters.put(key, value);
          } else {
            problems.add(
                "parameters." + scheme,
                "unknown parameter '" + key + "'" + Problems.hint(key, parameters.keySet()));
          }
        });
    List<SegmentRule> segments = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Section section : root.sections("segments")) {
      SegmentRule segment = readSegment(section, true);
      if (!segment.name().isEmpty() && !seen.add(segment.name())) {
        section.problem("name", "'" + segment.name() + "' is defined twice");
      }
      segments.add(segment);
    }
    if (segments.isEmpty()) {
      root.problem("segments", "missing; a scheme has at least one segment with name and when");
    }
    SegmentRule otherwise = readOtherwise(root, segments);
    checkGoals(root, segments, otherwise);
    root.close();
    problems.throwIfAny();
    return new SchemeFile(
        scheme,
        version,
        description,
        population,
        Collections.unmodifiableMap(parameters),
        segments,
        otherwise,
        scoreBins);
  }

  /** All segments, {@code otherwise} last unless a rule has the same name. */
  public List<SegmentRule> allSegments() {
    List<SegmentRule> all = new ArrayList<>(segments);
    if (segments.stream().noneMatch(segment -> segment.name().equals(otherwise.name()))) {
      all.add(otherwise);
    }
    return all;
  }

  /** The definition as canonical text: what decides who is where. */
  public String fingerprint() {
    StringBuilder text =
        new StringBuilder(scheme + " v" + version + " " + population + " ")
            .append(new java.util.TreeMap<>(parameters));
    segments.forEach(segment -> text.append('\n').append(segment));
    return text.append("\notherwise ").append(otherwise).toString();
  }

  private static SegmentRule readOtherwise(Section root, List<SegmentRule> segments) {
    if (!root.has("otherwise")) {
      root.problem("otherwise", "missing; it names the segment of everybody that no rule matches");
      return new SegmentRule("", Map.of(), null, null, Map.of(), List.of(), null);
    }
    Section section = root.shorthand("otherwise", "name");
    SegmentRule otherwise = readSegment(section, false);
    return segments.stream()
        .filter(segment -> segment.name().equals(otherwise.name()))
        .findFirst()
        .orElse(otherwise);
  }

  private static SegmentRule readSegment(Section section, boolean ruled) {
    String name = section.requiredText("name", "regular_active");
    if (!name.isEmpty() && !name.matches(NAME)) {
      section.problem("name", "'" + name + "' must be lower-case letters, digits and '_'");
    }
    String when = ruled ? section.requiredText("when", "frequency >= 4") : null;
    Map<String, String> labels = section.section("label").entries();
    Integer rank = section.has("rank") ? section.integer("rank", 0, 0, 1000) : null;
    Section policySection = section.section("policy");
    Map<String, String> policy = new LinkedHashMap<>();
    for (String key : policySection.keys()) {
      policy.put(key, String.join(", ", policySection.texts(key)));
    }
    List<String> playbook = section.texts("playbook");
    String goal = section.text("goal");
    section.close();
    return new SegmentRule(name, labels, when, rank, policy, playbook, goal);
  }

  private static void checkGoals(Section root, List<SegmentRule> segments, SegmentRule otherwise) {
    Set<String> names = new HashSet<>();
    segments.forEach(segment -> names.add(segment.name()));
    names.add(otherwise.name());
    for (SegmentRule segment : segments) {
      String goal = segment.goal();
      if (goal != null && !names.contains(goal)) {
        root.problem(
            "segments",
            "the goal '"
                + goal
                + "' of "
                + segment.name()
                + " is no segment of this scheme"
                + Problems.hint(goal, names));
      }
    }
  }
}

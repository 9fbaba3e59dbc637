package io.clientele.scheme;

import io.clientele.config.Names;
import io.clientele.config.Problems;
import io.clientele.config.Section;
import io.clientele.failure.ConfigurationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A scheme as its file says it.
 *
 * @param scheme the name: a column of customer_segments
 * @param version of the definition
 * @param description one sentence
 * @param population whom the rules are about
 * @param options how the rules are taken
 * @param written the parameters as the file has them
 * @param parameters the same with the overrides of the base's configuration laid over
 * @param definitions named conditions that rules use as words
 * @param signals weighted conditions that count as false where nothing tells
 * @param reasons whose signals are published as reasons
 * @param segments in the order of the rules: the first that holds wins
 * @param otherwise who matches no rule
 * @param attribute for schemes whose segments are the values of a feature; null for ruled ones
 * @param origin the file's name, for messages
 * @param text the file as read
 */
public record SchemeFile(
    String scheme,
    int version,
    String description,
    Population population,
    SchemeOptions options,
    Map<String, String> written,
    Map<String, String> parameters,
    Map<String, String> definitions,
    List<SignalRule> signals,
    List<ReasonRule> reasons,
    List<SegmentRule> segments,
    SegmentRule otherwise,
    @Nullable AttributeRule attribute,
    String origin,
    String text) {

  /** The format of the file. */
  public static final int SCHEME_FORMAT = 1;

  private static final int MOST_SNAPSHOTS = 999;

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
    if (!scheme.isEmpty() && !Names.isLong(scheme)) {
      root.problem("scheme", "'" + scheme + "' must be lower-case letters, digits and '_'");
    }
    int version = root.integer("version", 1, 1, Integer.MAX_VALUE);
    String description = root.text("description", "");
    Population population = root.choice("population", Population.BUYERS, Population.class);
    SchemeOptions options = SchemeOptions.read(root);
    Map<String, String> written = root.section("parameters").entries();
    Map<String, String> parameters = new LinkedHashMap<>(written);
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
    Map<String, String> definitions = root.section("definitions").entries();
    List<SignalRule> signals = SignalRule.readAll(root.section("signals"));
    AttributeRule attribute = root.has("attribute") ? AttributeRule.read(root) : null;
    List<SegmentRule> segments = readSegments(root);
    if (segments.isEmpty() && attribute == null) {
      root.problem("segments", "missing; a scheme has at least one segment with name and when");
    }
    if (!segments.isEmpty() && attribute != null) {
      root.problem("segments", "a scheme has either segments or an attribute, not both");
    }
    SegmentRule otherwise =
        attribute != null && !root.has("otherwise")
            ? SegmentRule.named("unknown")
            : readOtherwise(root, segments);
    checkGoals(root, segments, otherwise);
    List<ReasonRule> reasons = ReasonRule.readAll(root, segments, !signals.isEmpty());
    root.close();
    problems.throwIfAny();
    return new SchemeFile(
        scheme,
        version,
        description,
        population,
        options,
        Collections.unmodifiableMap(new LinkedHashMap<>(written)),
        Collections.unmodifiableMap(parameters),
        definitions,
        signals,
        reasons,
        segments,
        otherwise,
        attribute,
        name,
        text);
  }

  /** The parameters whose value is not the file's, laid over it by the base's configuration. */
  public Map<String, String> overrides() {
    Map<String, String> overrides = new LinkedHashMap<>(parameters);
    overrides.entrySet().removeAll(written.entrySet());
    return overrides;
  }

  /** All segments, {@code otherwise} last unless a rule has the same name. */
  public List<SegmentRule> allSegments() {
    List<SegmentRule> all = new ArrayList<>(segments);
    if (segments.stream().noneMatch(segment -> segment.name().equals(otherwise.name()))) {
      all.add(otherwise);
    }
    return all;
  }

  /** This scheme with segments that the data told: the values of its attribute. */
  SchemeFile withSegments(List<SegmentRule> values) {
    return new SchemeFile(
        scheme,
        version,
        description,
        population,
        options,
        written,
        parameters,
        definitions,
        signals,
        reasons,
        values,
        otherwise,
        attribute,
        origin,
        text);
  }

  /** What the file defines, a fact a line, without comments, layout and overrides. */
  public List<String> definition() {
    List<String> lines = new ArrayList<>();
    lines.add("description: " + description);
    lines.add("population: " + population.name().toLowerCase(Locale.ROOT));
    lines.add("options: " + options);
    written.forEach((name, value) -> lines.add("parameter " + name + ": " + value));
    definitions.forEach((name, rule) -> lines.add("definition " + name + ": " + oneLine(rule)));
    signals.forEach(signal -> lines.add(signal.toString()));
    reasons.forEach(reason -> lines.add("reasons " + reason.kind() + ": " + reason.segments()));
    if (attribute != null) {
      lines.add(attribute.toString());
    }
    allSegments().forEach(segment -> lines.addAll(lines(segment)));
    lines.add("otherwise: " + otherwise.name());
    return lines;
  }

  private static List<String> lines(SegmentRule segment) {
    List<String> lines = new ArrayList<>();
    String at = "segment " + segment.name();
    if (segment.when() != null) {
      lines.add(at + " when: " + oneLine(segment.when()));
    }
    lines.add(at + " label: " + new TreeMap<>(segment.labels()));
    lines.add(at + " rank: " + segment.rank());
    lines.add(at + " policy: " + new TreeMap<>(segment.policy()));
    lines.add(at + " playbook: " + segment.playbook());
    lines.add(at + " goal: " + segment.goal());
    return lines;
  }

  private static String oneLine(String rule) {
    return rule.strip().replaceAll("\\s+", " ");
  }

  /** The effective definition as canonical text: what decides who is where. */
  public String fingerprint() {
    return scheme
        + " v"
        + version
        + "\n"
        + String.join("\n", definition())
        + "\neffective "
        + new TreeMap<>(parameters);
  }

  private static List<SegmentRule> readSegments(Section root) {
    List<SegmentRule> segments = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Section section : root.sections("segments")) {
      SegmentRule segment = readSegment(section, true);
      if (!segment.name().isEmpty() && !seen.add(segment.name())) {
        section.problem("name", "'" + segment.name() + "' is defined twice");
      }
      segments.add(segment);
    }
    return segments;
  }

  private static SegmentRule readOtherwise(Section root, List<SegmentRule> segments) {
    if (!root.has("otherwise")) {
      root.problem("otherwise", "missing; it names the segment of everybody that no rule matches");
      return SegmentRule.named("");
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
    if (!name.isEmpty() && !Names.isLong(name)) {
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
    // Read as a number too, so that one that is none is told.
    if (policySection.has(SegmentRule.EXIT_AFTER_SNAPSHOTS)) {
      policySection.integer(SegmentRule.EXIT_AFTER_SNAPSHOTS, 1, 1, MOST_SNAPSHOTS);
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

package io.clientele.scheme;

import io.clientele.config.Key;
import io.clientele.config.Keys;
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
 * @param defined the segments in the order of the rules, those too that the parameters switch off
 * @param values what is said of single values of the attribute
 * @param otherwise who matches no rule
 * @param attribute for schemes whose segments are the values of a feature; null for ruled ones
 * @param directs whether the scheme is meant to say how customers are treated
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
    List<SegmentRule> defined,
    List<SegmentRule> values,
    SegmentRule otherwise,
    @Nullable AttributeRule attribute,
    boolean directs,
    String origin,
    String text) {

  /** The format of the file. */
  public static final int SCHEME_FORMAT = 1;

  private static final Key FORMAT =
      Key.integer("format", 1, Integer.MAX_VALUE, "format of the file").orElse("1");

  private static final String BY_SEGMENT = "by_segment";

  private static final String NAME = "a name of lower-case letters, digits and '_'";

  private static final Key SCHEME =
      Key.text("scheme", "name of the scheme and of its column")
          .required("my_scheme")
          .matching(Names.LONG, NAME);

  private static final Key VERSION =
      Key.integer(
              "version",
              1,
              Integer.MAX_VALUE,
              "raise it with every change: a changed file under a published version is refused")
          .orElse("1");

  private static final Key DESCRIPTION = Key.text("description", "one sentence").orElse("");

  private static final Key POPULATION =
      Key.word(
          "population",
          Population.BUYERS,
          "whom the rules are about: buyers, customers (known ones without a purchase too), leads,"
              + " all (customers and leads)");

  private static final Keys PARAMETERS =
      Keys.of(
          "parameters",
          Keys.Shape.ENTRIES,
          "numbers, dates, texts, true or false, used as ${NAME}, bound as values, never as text",
          Key.text("NAME", "the value; the configuration of a base may override it"));

  private static final Keys DEFINITIONS =
      Keys.of(
          "definitions",
          Keys.Shape.ENTRIES,
          "named conditions that rules use as words",
          Key.rule("NAME", "the condition"));

  private static final Key SEGMENT_NAME =
      Key.text("name", "of the segment").required("regular_active").matching(Names.LONG, NAME);

  private static final Key WHEN =
      Key.rule("when", "the condition; the first that holds wins").required("frequency >= 4");

  private static final Key RANK = Key.integer("rank", 0, 1000, "higher is better");

  private static final Key GOAL = Key.text("goal", "the segment that its customers should move to");

  private static final Key POLICY =
      Key.word(
              "policy",
              List.of(BY_SEGMENT, "none"),
              "none: the scheme describes its customers and says of nobody how to treat them")
          .orElse(BY_SEGMENT);

  private static final Keys LABEL =
      Keys.of(
          "label",
          Keys.Shape.ENTRIES,
          "the segment's names",
          Key.text("LANGUAGE", "the name in this language"));

  private static final Key ONLY_IF =
      Key.text("only_if", "a parameter, as ${NAME}; where it is false there is no such segment");

  private static final Keys SEGMENTS =
      Keys.of(
          "segments",
          Keys.Shape.ITEMS,
          "in the order in which rules are tried",
          SEGMENT_NAME,
          ONLY_IF,
          WHEN,
          RANK,
          GOAL,
          LABEL,
          Policy.KEYS,
          Playbook.KEYS);

  private static final Keys VALUES =
      Keys.of(
          "values",
          Keys.Shape.NAMED,
          "what is said of single values of the attribute, each under the value as it is",
          RANK,
          GOAL,
          LABEL,
          Policy.KEYS,
          Playbook.KEYS);

  private static final Keys OTHERWISE =
      Keys.of(
              "otherwise",
              "the segment of everybody that no rule matches; required with segments",
              SEGMENT_NAME,
              RANK,
              GOAL,
              LABEL,
              Policy.KEYS,
              Playbook.KEYS)
          .orJust("name");

  /** Every key of the file. */
  public static final Keys KEYS =
      Keys.of(
              "",
              "a scheme: rules that put every customer into one segment",
              FORMAT,
              SCHEME,
              VERSION,
              DESCRIPTION,
              POPULATION,
              POLICY,
              AttributeRule.ATTRIBUTE,
              AttributeRule.FLOOR,
              AttributeRule.OTHER)
          .and(
              SchemeOptions.KEYS,
              List.of(
                  PARAMETERS,
                  DEFINITIONS,
                  SignalRule.KEYS,
                  SEGMENTS,
                  VALUES,
                  OTHERWISE,
                  ReasonRule.KEYS));

  /**
   * Reads a scheme.
   *
   * @param name the file's name for messages
   * @param overrides parameters from the base's configuration
   * @throws ConfigurationException naming every problem with file and line
   */
  public static SchemeFile parse(String name, String text, Map<String, String> overrides) {
    Problems problems = new Problems();
    Section root = Section.parse(KEYS, name, text, List.of(), problems);
    int format = root.integer(FORMAT);
    if (format != SCHEME_FORMAT) {
      root.problem(FORMAT, format + " is not known here; this release reads 1");
    }
    String scheme = root.text(SCHEME);
    int version = root.integer(VERSION);
    String description = root.text(DESCRIPTION);
    Population population = root.word(POPULATION, Population.class);
    SchemeOptions options = SchemeOptions.read(root);
    Map<String, String> written = root.section(PARAMETERS).entries();
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
    Map<String, String> definitions = root.section(DEFINITIONS).entries();
    List<SignalRule> signals = SignalRule.readAll(root.section(SignalRule.KEYS));
    AttributeRule attribute = root.has(AttributeRule.ATTRIBUTE) ? AttributeRule.read(root) : null;
    List<SegmentRule> segments = readSegments(root);
    if (segments.isEmpty() && attribute == null) {
      root.problem("segments", "missing; a scheme has at least one segment with name and when");
    }
    List<SegmentRule> values = readValues(root, attribute);
    boolean directs = root.word(POLICY).equals(BY_SEGMENT);
    if (!segments.isEmpty() && attribute != null) {
      root.problem("segments", "a scheme has either segments or an attribute, not both");
    }
    SegmentRule otherwise =
        attribute != null && !root.has(OTHERWISE)
            ? SegmentRule.named("unknown")
            : readOtherwise(root, segments);
    checkGoals(root, withAll(segments, values, otherwise), attribute);
    if (!directs) {
      refuseTreatment(root, withAll(segments, values, otherwise));
    }
    checkConditions(root, segments, parameters);
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
        values,
        otherwise,
        attribute,
        directs,
        name,
        text);
  }

  /** The parameters whose value is not the file's, laid over it by the base's configuration. */
  public Map<String, String> overrides() {
    Map<String, String> overrides = new LinkedHashMap<>(parameters);
    overrides.entrySet().removeAll(written.entrySet());
    return overrides;
  }

  /** The segments in the order of the rules: the first that holds wins. */
  public List<SegmentRule> segments() {
    return defined.stream().filter(segment -> segment.exists(parameters)).toList();
  }

  /** All segments, {@code otherwise} last unless a rule has the same name. */
  public List<SegmentRule> allSegments() {
    return withOtherwise(segments());
  }

  /** The segment of a value of the attribute, with what the file says of it. */
  SegmentRule value(String value) {
    return values.stream()
        .filter(said -> said.name().equals(value))
        .findFirst()
        .orElseGet(() -> SegmentRule.named(value));
  }

  private List<SegmentRule> withOtherwise(List<SegmentRule> segments) {
    List<SegmentRule> all = new ArrayList<>(segments);
    if (segments.stream().noneMatch(segment -> segment.name().equals(otherwise.name()))) {
      all.add(otherwise);
    }
    return all;
  }

  /** This scheme with segments that the data told: the values of its attribute. */
  SchemeFile withSegments(List<SegmentRule> found) {
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
        found,
        values,
        otherwise,
        attribute,
        directs,
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
    values.forEach(value -> lines.addAll(lines(value)));
    withOtherwise(defined).forEach(segment -> lines.addAll(lines(segment)));
    lines.add("otherwise: " + otherwise.name());
    return lines;
  }

  private static List<String> lines(SegmentRule segment) {
    List<String> lines = new ArrayList<>();
    String at = "segment " + segment.name();
    if (segment.onlyIf() != null) {
      lines.add(at + " only if: " + segment.onlyIf());
    }
    if (segment.when() != null) {
      lines.add(at + " when: " + oneLine(segment.when()));
    }
    lines.add(at + " label: " + new TreeMap<>(segment.labels()));
    lines.add(at + " rank: " + segment.rank());
    lines.add(at + " policy: " + new TreeMap<>(segment.policy().terms()));
    lines.add(at + " playbook: " + segment.playbook().byLanguage());
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
    for (Section section : root.items(SEGMENTS)) {
      SegmentRule segment = readSegment(section, true);
      if (!segment.name().isEmpty() && !seen.add(segment.name())) {
        section.problem("name", "'" + segment.name() + "' is defined twice");
      }
      segments.add(segment);
    }
    return segments;
  }

  private static List<SegmentRule> readValues(Section root, @Nullable AttributeRule attribute) {
    if (!root.has(VALUES)) {
      return List.of();
    }
    if (attribute == null) {
      root.problem("values", "belongs to a scheme of an attribute; this one has segments");
    }
    List<SegmentRule> values = new ArrayList<>();
    root.section(VALUES)
        .named()
        .forEach((value, section) -> values.add(readTreatment(section, value, null, null)));
    return values;
  }

  private static List<SegmentRule> withAll(
      List<SegmentRule> segments, List<SegmentRule> values, SegmentRule otherwise) {
    List<SegmentRule> all = new ArrayList<>(segments);
    all.addAll(values);
    all.add(otherwise);
    return all;
  }

  private static void refuseTreatment(Section root, List<SegmentRule> segments) {
    segments.stream()
        .filter(segment -> segment.isTreated())
        .findFirst()
        .ifPresent(
            segment ->
                root.problem(
                    POLICY,
                    "is none, and the segment "
                        + segment.name()
                        + " has a policy or a playbook; remove one of the two"));
  }

  private static SegmentRule readOtherwise(Section root, List<SegmentRule> segments) {
    if (!root.has(OTHERWISE)) {
      root.problem("otherwise", "missing; it names the segment of everybody that no rule matches");
      return SegmentRule.named("");
    }
    Section section = root.section(OTHERWISE);
    SegmentRule otherwise = readSegment(section, false);
    return segments.stream()
        .filter(segment -> segment.name().equals(otherwise.name()))
        .findFirst()
        .orElse(otherwise);
  }

  private static SegmentRule readSegment(Section section, boolean ruled) {
    String name = section.text(SEGMENT_NAME);
    String onlyIf = ruled ? section.optionalText(ONLY_IF) : null;
    String when = ruled ? section.text(WHEN) : null;
    return readTreatment(section, name, onlyIf, when);
  }

  private static SegmentRule readTreatment(
      Section section, String name, @Nullable String onlyIf, @Nullable String when) {
    Map<String, String> labels = section.section(LABEL).entries();
    Integer rank = section.optionalInteger(RANK);
    Policy policy = Policy.read(section.section(Policy.KEYS));
    Playbook playbook = Playbook.read(section);
    String goal = section.optionalText(GOAL);
    section.close();
    return new SegmentRule(name, onlyIf, labels, when, rank, policy, playbook, goal);
  }

  private static void checkConditions(
      Section root, List<SegmentRule> segments, Map<String, String> parameters) {
    for (SegmentRule segment : segments) {
      String onlyIf = segment.onlyIf();
      if (onlyIf != null && !isFlag(onlyIf, parameters)) {
        root.problem(
            "segments",
            "only_if of "
                + segment.name()
                + " is '"
                + onlyIf
                + "', expected a parameter that is true or false, as ${NAME}");
      }
    }
  }

  private static boolean isFlag(String onlyIf, Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .filter(parameter -> onlyIf.equals("${" + parameter.getKey() + "}"))
        .anyMatch(parameter -> List.of("true", "false").contains(parameter.getValue()));
  }

  private static void checkGoals(
      Section root, List<SegmentRule> segments, @Nullable AttributeRule attribute) {
    Set<String> names = new HashSet<>();
    segments.forEach(segment -> names.add(segment.name()));
    if (attribute != null) {
      names.add(attribute.other());
    }
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

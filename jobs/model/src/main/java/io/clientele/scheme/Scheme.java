package io.clientele.scheme;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.Input;
import io.clientele.config.Problems;
import io.clientele.failure.ConfigurationException;
import io.clientele.feature.FeatureType;
import io.clientele.feature.Features;
import io.clientele.rule.Expr;
import io.clientele.rule.Needs;
import io.clientele.rule.RuleCheck;
import io.clientele.rule.RuleColumns;
import io.clientele.rule.RuleText;
import io.clientele.rule.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * A scheme whose rules are parsed and checked: it can tell what it needs, and put every customer
 * into exactly one segment.
 */
public final class Scheme {
  private static final String FLAG_PREFIX = "is_";

  /**
   * A rule that was checked.
   *
   * @param segment what the file says
   * @param condition who is in it, unless an earlier rule holds
   * @param needs what the condition looks at
   */
  public record Rule(SegmentRule segment, Expr condition, Needs needs) {}

  private final SchemeFile file;
  private final Vocabulary vocabulary;
  private final List<Rule> rules;
  private final SchemeSymbols words;

  private Scheme(SchemeFile file, Vocabulary vocabulary, List<Rule> rules, SchemeSymbols words) {
    this.file = file;
    this.vocabulary = vocabulary;
    this.rules = List.copyOf(rules);
    this.words = words;
  }

  /**
   * Parses and checks the rules of a file against what rules may name. Needs no Spark session.
   *
   * @throws ConfigurationException naming every rule that cannot be used
   */
  public static Scheme of(SchemeFile file, Vocabulary vocabulary) {
    Problems problems = new Problems();
    SchemeSymbols words = SchemeSymbols.of(file, vocabulary, problems);
    List<Rule> rules = new ArrayList<>();
    for (SegmentRule segment : file.segments()) {
      String text = String.valueOf(segment.when());
      try {
        Expr rule = words.parser().parse(text);
        rules.add(new Rule(segment, rule, RuleCheck.check(rule, text, vocabulary)));
      } catch (ConfigurationException e) {
        problems.add(
            "scheme " + file.scheme() + ", segment " + segment.name(),
            String.valueOf(e.getMessage()));
      }
    }
    checkFeatures(file, vocabulary, problems);
    problems.throwIfAny();
    return new Scheme(file, vocabulary, rules, words);
  }

  /** Attribute and group are features with names as values. */
  private static void checkFeatures(SchemeFile file, Vocabulary vocabulary, Problems problems) {
    Map<String, String> texts = new LinkedHashMap<>();
    AttributeRule attribute = file.attribute();
    if (attribute != null) {
      texts.put("attribute", attribute.feature());
    }
    String within = file.options().within();
    if (within != null) {
      texts.put("within", within);
    }
    texts.forEach(
        (key, name) -> {
          boolean text =
              vocabulary.feature(name).filter(f -> f.type() == FeatureType.TEXT).isPresent();
          if (!text) {
            List<String> known =
                vocabulary.names().stream()
                    .filter(n -> vocabulary.feature(n).filter(Scheme::isText).isPresent())
                    .toList();
            problems.add(
                "scheme " + file.scheme() + ", " + key,
                "'" + name + "' is no feature with names as values" + Problems.hint(name, known));
          }
        });
  }

  private static boolean isText(io.clientele.feature.Feature feature) {
    return feature.type() == FeatureType.TEXT;
  }

  /** The file it was made from. */
  public SchemeFile file() {
    return file;
  }

  /** The scheme's name, and its column. */
  public String name() {
    return file.scheme();
  }

  /** What its rules may name. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The rules in the order in which they are tried. */
  public List<Rule> rules() {
    return rules;
  }

  /** Everything that any of its rules looks at. */
  public Needs needs() {
    Needs all = new Needs();
    rules.forEach(rule -> all.add(rule.needs()));
    for (String feature : features()) {
      vocabulary.feature(feature).ifPresent(f -> f.requires().forEach(all.inputs()::add));
      all.features().add(feature);
    }
    if (file.population() == Population.LEADS) {
      all.inputs().add(Input.of("leads"));
    }
    all.used().addAll(all.inputs());
    return all;
  }

  private List<String> features() {
    List<String> features = new ArrayList<>();
    AttributeRule attribute = file.attribute();
    if (attribute != null) {
      features.add(attribute.feature());
    }
    String within = file.options().within();
    if (within != null) {
      features.add(within);
    }
    return features;
  }

  /**
   * The inputs for whose absence the scheme cannot run; empty where it can.
   *
   * @param available what the sources tell
   */
  public Set<Input> missing(Predicate<Input> available) {
    Set<Input> missing = new LinkedHashSet<>();
    boolean bears = file.options().missingInputs() == SchemeOptions.MissingInputs.ABSENT;
    boolean any =
        rules.stream().anyMatch(rule -> rule.needs().inputs().stream().allMatch(available));
    if (bears && any) {
      features().stream()
          .flatMap(feature -> vocabulary.feature(feature).stream())
          .flatMap(feature -> feature.requires().stream())
          .filter(available.negate())
          .forEach(missing::add);
      return missing;
    }
    needs().inputs().stream().filter(available.negate()).forEach(missing::add);
    return missing;
  }

  /**
   * The signals, and in schemes that bear missing inputs the segments, that can be told.
   *
   * @param told whether those that the sources tell are asked for, or the others
   */
  public List<String> signals(Predicate<Input> available, boolean told) {
    List<String> names = new ArrayList<>();
    words
        .signals()
        .forEach(
            (name, needs) -> {
              if (needs.inputs().stream().allMatch(available) == told) {
                names.add(name);
              }
            });
    if (file.options().missingInputs() == SchemeOptions.MissingInputs.ABSENT) {
      for (Rule rule : rules) {
        if (decided(rule, available) == told) {
          names.add(rule.segment().name());
        }
      }
    }
    return names;
  }

  /** Whether the sources tell what the rule needs; one that is not told holds for nobody. */
  public static boolean decided(Rule rule, Predicate<Input> available) {
    return rule.needs().inputs().stream().allMatch(available);
  }

  /** The segments as the data have them: the values of the attribute that reach the floor. */
  public Scheme resolved(List<String> values) {
    AttributeRule attribute = Objects.requireNonNull(file.attribute());
    List<SegmentRule> segments = new ArrayList<>();
    values.stream()
        .filter(value -> !value.equals(attribute.other()))
        .filter(value -> !value.equals(file.otherwise().name()))
        .forEach(value -> segments.add(file.value(value)));
    segments.add(file.value(attribute.other()));
    return new Scheme(file.withSegments(segments), vocabulary, rules, words);
  }

  /** The names of the segments; a segment's number is its place here. */
  public List<String> segmentNames() {
    return file.allSegments().stream().map(SegmentRule::name).distinct().toList();
  }

  /** The column of {@link #segmentNumber}, there only while a run lasts. */
  public String numberColumn() {
    return "number_in_" + name();
  }

  /**
   * The segment of a row with features and scores: the first rule that holds, else {@code
   * otherwise}.
   *
   * @param columns translates the rules
   * @param available what the sources tell
   */
  public Column segment(RuleColumns columns, Predicate<Input> available) {
    return segment(segmentNumber(columns, available));
  }

  /** The segment of a number. */
  public Column segment(Column number) {
    return functions.get(
        functions.array(segmentNames().stream().map(functions::lit).toArray(Column[]::new)),
        number);
  }

  /** The same as a number: narrower than a name, and quicker to group by. */
  public Column segmentNumber(RuleColumns columns, Predicate<Input> available) {
    List<String> names = segmentNames();
    Column otherwise = lit(names.indexOf(file.otherwise().name()));
    Column segment = otherwise;
    AttributeRule attribute = file.attribute();
    if (attribute != null) {
      Column value = col(attribute.feature());
      Column[] own = file.segments().stream().map(s -> lit(s.name())).toArray(Column[]::new);
      Column place =
          functions.array_position(functions.array(own).cast("array<string>"), value).cast("int");
      segment =
          when(value.isNull().or(value.equalTo(file.otherwise().name())), otherwise)
              .when(place.gt(0), place.minus(1))
              .otherwise(names.indexOf(attribute.other()));
    }
    for (int i = rules.size() - 1; i >= 0; i--) {
      Rule rule = rules.get(i);
      if (decided(rule, available)) {
        segment =
            when(columns.condition(rule.condition()), lit(names.indexOf(rule.segment().name())))
                .otherwise(segment);
      }
    }
    return file.population() == Population.BUYERS
        ? when(col(Features.FREQUENCY).gt(0), segment).otherwise(otherwise)
        : segment;
  }

  /** The features, scores and schemes that {@link #heldSignals} looks at. */
  public Set<String> signalNames() {
    Set<String> names =
        new LinkedHashSet<>(
            List.of(Features.TAGS, Features.EVENT_DAYS, Features.EVENT_COUNTS, Features.ANSWERS));
    for (Expr signal : words.rules()) {
      names.addAll(RuleText.names(signal));
      RuleText.cuts(signal).forEach(cut -> names.add(cut.decidedBy()));
    }
    return names;
  }

  /** The names of the signals that hold, in the order of the file, of a row with its features. */
  public Column heldSignals(RuleColumns columns) {
    Column none = functions.array().cast("array<string>");
    // Not array_compact: Spark filters arrays without generated code, and all conditions with it.
    Column[] held =
        words.rules().stream()
            .map(
                signal ->
                    when(columns.condition(signal), functions.array(lit(signal.name())))
                        .otherwise(none))
            .toArray(Column[]::new);
    return held.length == 0 ? none : functions.concat(held);
  }

  /** The columns that say of every rule whether it holds, in schemes that publish them. */
  public List<Column> flags(RuleColumns columns, Predicate<Input> available) {
    List<Column> flags = new ArrayList<>();
    if (file.options().flags()) {
      for (Rule rule : rules) {
        Column holds = decided(rule, available) ? columns.condition(rule.condition()) : lit(false);
        flags.add(
            (file.population() == Population.BUYERS
                    ? when(col(Features.FREQUENCY).gt(0), holds).otherwise(false)
                    : holds)
                .as(FLAG_PREFIX + rule.segment().name()));
      }
    }
    return flags;
  }

  /** The names of the columns of {@link #flags}. */
  public List<String> flagNames() {
    return file.options().flags()
        ? rules.stream().map(rule -> FLAG_PREFIX + rule.segment().name()).toList()
        : List.of();
  }
}

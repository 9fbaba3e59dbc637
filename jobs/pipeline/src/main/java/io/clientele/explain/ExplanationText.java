package io.clientele.explain;

import io.clientele.explain.Explanation.Condition;
import io.clientele.explain.Explanation.InScheme;
import io.clientele.table.ExplanationTables.SegmentOutlookRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An explanation as a person reads it. */
public final class ExplanationText {
  private static final int WIDE = 54;

  private final List<String> lines = new ArrayList<>();

  private ExplanationText() {}

  /** The text, harmless for a terminal whatever the customer's data hold. */
  public static String of(Explanation explanation) {
    ExplanationText text = new ExplanationText();
    text.say(
        "Customer "
            + explanation.customer()
            + " of "
            + explanation.base()
            + " as of "
            + explanation.asOf()
            + ", run "
            + explanation.runId());
    explanation.schemes().forEach(text::scheme);
    text.previous(explanation.previous());
    text.path(explanation.path());
    return String.join("\n", text.lines) + "\n";
  }

  private void say(String line) {
    lines.add(Printable.inLine(line).stripTrailing());
  }

  private void scheme(InScheme in) {
    say("");
    String label =
        in.label().getOrDefault("en", in.label().values().stream().findFirst().orElse(""));
    say(
        in.scheme()
            + " v"
            + in.version()
            + (in.overrides().isEmpty() ? "" : " with " + pairs(in.overrides()))
            + ": "
            + in.segment()
            + (label.isEmpty() ? "" : " (" + label + ")")
            + (in.rank() == null ? "" : ", rank " + in.rank()));
    if (in.outside() != null) {
      say("  " + in.outside());
      return;
    }
    if (in.rule() == null) {
      say(
          in.rules() == 0
              ? "  its attribute says so"
              : "  none of the " + in.rules() + " rules holds");
    } else {
      say("  rule " + in.position() + " of " + in.rules() + ": " + in.rule());
    }
    in.conditions().forEach(condition -> say(line("  ", condition)));
    in.scores().forEach(this::score);
    if (!in.failed().isEmpty()) {
      say("  tried before:");
    }
    in.failed().forEach(this::failed);
    SegmentOutlookRow outlook = in.outlook();
    if (outlook == null) {
      say("  neither silence within the outlook's days nor one usual order changes this");
    } else {
      Sentences.of(outlook).forEach(sentence -> say("  " + sentence));
    }
  }

  private void score(Explanation.Scored score) {
    String lower = score.lower();
    String upper = score.upper();
    String edges =
        (lower == null ? "" : " from " + lower) + (upper == null ? "" : " to below " + upper);
    say(
        "  "
            + score.score()
            + " "
            + (score.value() == null ? "none" : score.value().toString())
            + ": "
            + score.feature()
            + (edges.isEmpty() ? " of any value" : edges));
  }

  private void failed(Explanation.Failed failed) {
    Condition condition = failed.condition();
    String tried = "    " + failed.position() + " " + failed.segment() + ": ";
    say(
        condition == null
            ? tried + "? the sources do not tell what it needs"
            : line(tried, condition));
  }

  private static String line(String before, Condition condition) {
    String sign = condition.holds() == null ? "✗ (not known)" : condition.holds() ? "✓" : "✗";
    String text = before + sign + " " + condition.text();
    String values = values(condition.values());
    String gap = " ".repeat(Math.max(2, WIDE - text.length()));
    return values.isEmpty() ? text : text + gap + values;
  }

  private static String values(Map<String, @Nullable String> values) {
    List<String> said = new ArrayList<>();
    values.forEach((name, value) -> said.add(name + " = " + (value == null ? "none" : value)));
    return String.join(", ", said);
  }

  private static String pairs(Map<String, String> values) {
    List<String> said = new ArrayList<>();
    values.forEach((name, value) -> said.add(name + " = " + value));
    return String.join(", ", said);
  }

  private void previous(Explanation.@Nullable Previous previous) {
    say("");
    if (previous == null) {
      say("No earlier snapshot to compare with.");
      return;
    }
    say("Since " + previous.asOf() + ", run " + previous.runId());
    if (!previous.known()) {
      say("  not in the base then");
    }
    previous.segments().forEach(this::change);
    previous.values().forEach(this::change);
  }

  private void path(Map<String, List<Explanation.Stay>> path) {
    if (path.isEmpty()) {
      return;
    }
    say("");
    say("Path over all snapshots until then");
    path.forEach(
        (scheme, stays) ->
            say(
                "  "
                    + scheme
                    + ": "
                    + stays.stream()
                        .map(stay -> stay.since() + " " + shown(stay.segment()))
                        .collect(Collectors.joining(" -> "))));
  }

  private void change(String name, Explanation.Change change) {
    String now = shown(change.now());
    say(
        "  "
            + name
            + ": "
            + (change.isOne() ? shown(change.before()) + " -> " + now : now + ", as then"));
  }

  private static String shown(@Nullable String value) {
    return value == null ? "none" : value;
  }
}

package io.clientele.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clientele.explain.Explanation.Change;
import io.clientele.explain.Explanation.Condition;
import io.clientele.explain.Explanation.InScheme;
import io.clientele.table.ExplanationTables.SegmentOutlookRow;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An explanation as a program reads it: the same facts, numbers as texts so that none is rounded.
 */
public final class ExplanationJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ExplanationJson() {}

  /** One JSON object, indented. */
  public static String of(Explanation explanation) {
    ObjectNode json = JSON.createObjectNode();
    json.put("base", explanation.base());
    json.put("as_of", explanation.asOf().toString());
    json.put("run_id", explanation.runId());
    json.put("customer_id", explanation.customer());
    ArrayNode schemes = json.putArray("schemes");
    explanation.schemes().forEach(in -> scheme(schemes.addObject(), in));
    Explanation.Previous previous = explanation.previous();
    if (previous == null) {
      json.putNull("previous");
    } else {
      ObjectNode then = json.putObject("previous");
      then.put("as_of", previous.asOf().toString());
      then.put("run_id", previous.runId());
      then.put("known", previous.known());
      changes(then.putObject("segments"), previous.segments());
      changes(then.putObject("values"), previous.values());
    }
    ObjectNode path = json.putObject("path");
    explanation
        .path()
        .forEach(
            (scheme, stays) -> {
              ArrayNode all = path.putArray(scheme);
              stays.forEach(
                  stay ->
                      all.addObject()
                          .put("since", stay.since().toString())
                          .put("segment", stay.segment()));
            });
    try {
      return Printable.of(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always written", e);
    }
  }

  private static void scheme(ObjectNode json, InScheme in) {
    json.put("scheme", in.scheme());
    json.put("version", in.version());
    texts(json.putObject("overrides"), in.overrides());
    json.put("segment", in.segment());
    texts(json.putObject("label"), in.label());
    json.put("rank", in.rank());
    json.put("outside", in.outside());
    json.put("position", in.position());
    json.put("rules", in.rules());
    json.put("rule", in.rule());
    ArrayNode conditions = json.putArray("conditions");
    in.conditions().forEach(condition -> condition(conditions.addObject(), condition));
    ArrayNode failed = json.putArray("failed");
    for (Explanation.Failed one : in.failed()) {
      ObjectNode rule = failed.addObject();
      rule.put("position", one.position());
      rule.put("segment", one.segment());
      Condition because = one.condition();
      if (because != null) {
        condition(rule.putObject("condition"), because);
      }
    }
    ArrayNode scores = json.putArray("scores");
    for (Explanation.Scored one : in.scores()) {
      ObjectNode score = scores.addObject();
      score.put("score", one.score());
      score.put("value", one.value());
      score.put("feature", one.feature());
      score.put("lower", one.lower());
      score.put("upper", one.upper());
    }
    SegmentOutlookRow outlook = in.outlook();
    if (outlook == null) {
      json.putNull("outlook");
    } else {
      outlook(json.putObject("outlook"), outlook);
    }
  }

  private static void outlook(ObjectNode json, SegmentOutlookRow outlook) {
    LocalDate nextOn = outlook.nextOn();
    json.put("next_segment", outlook.nextSegment());
    json.put("days_until", outlook.daysUntil());
    json.put("next_on", nextOn == null ? null : nextOn.toString());
    json.put("next_rank_change", outlook.nextRankChange());
    json.put("order_segment", outlook.orderSegment());
    json.put("order_rank_change", outlook.orderRankChange());
    json.put("usual_order", Explanation.plain(outlook.usualOrder()));
    ArrayNode held = json.putArray("held");
    outlook.held().forEach(held::add);
    ArrayNode sentences = json.putArray("sentences");
    Sentences.of(outlook).forEach(sentences::add);
  }

  private static void condition(ObjectNode json, Condition condition) {
    json.put("text", condition.text());
    json.put("holds", condition.holds());
    texts(json.putObject("values"), condition.values());
  }

  private static void texts(ObjectNode json, Map<String, ? extends @Nullable String> values) {
    values.forEach(json::put);
  }

  private static void changes(ObjectNode json, Map<String, Change> changes) {
    changes.forEach(
        (name, change) -> {
          ObjectNode one = json.putObject(name);
          one.put("before", change.before());
          one.put("now", change.now());
        });
  }
}

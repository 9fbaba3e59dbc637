package io.clientele.output;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.clientele.analysis.DeferredCheck;
import io.clientele.analysis.Finding;
import io.clientele.analysis.PolicyCheck;
import io.clientele.analysis.SchemeAnalysis;
import io.clientele.analysis.Severity;
import io.clientele.config.Input;
import io.clientele.feature.Features;
import io.clientele.rule.RuleColumns;
import io.clientele.scheme.Population;
import io.clientele.scheme.Scheme;
import io.clientele.spine.Output;
import io.clientele.spine.Produced;
import io.clientele.spine.SegmentedBase;
import io.clientele.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Notes what the scheme compiler says of the run's schemes, and what only the data can say. */
public final class SchemeFindings implements Output {
  /** More warnings of one scheme would hide the other notes of the run. */
  private static final int SHOWN = 3;

  /** The warnings, some a scheme. */
  private static List<String> warnings(List<SchemeAnalysis> proofs) {
    List<String> notes = new ArrayList<>();
    for (SchemeAnalysis proof : proofs) {
      List<Finding> warnings = proof.of(Severity.WARNING);
      warnings.stream()
          .limit(SHOWN)
          .forEach(warning -> notes.add(warning.scheme() + ": " + warning.text()));
      if (warnings.size() > SHOWN) {
        notes.add(
            proof.scheme().name()
                + ": "
                + (warnings.size() - SHOWN)
                + " more of the kind; bin/clientele validate lists them");
      }
    }
    return notes;
  }

  @Override
  public String name() {
    return "scheme findings";
  }

  @Override
  public List<TableSpec> tables() {
    return List.of();
  }

  /**
   * Answers on the data what could not be decided without: one job for all schemes, none where
   * nothing is open.
   */
  @Override
  public Produced of(SegmentedBase base) {
    List<SchemeAnalysis> proofs = base.plan().proofs();
    List<String> notes = warnings(proofs);
    PolicyCheck.between(
            proofs.stream().map(SchemeAnalysis::scheme).toList(), base.plan().config().precedence())
        .forEach(finding -> notes.add(finding.text()));
    notes.addAll(onData(proofs, base.all(), base::rules, base.plan().config()::provides));
    return Produced.notes(notes);
  }

  private static List<String> onData(
      List<SchemeAnalysis> proofs,
      Dataset<Row> customers,
      Function<Scheme, RuleColumns> rules,
      Predicate<Input> available) {
    List<Column> counts = new ArrayList<>();
    List<String> questions = new ArrayList<>();
    for (SchemeAnalysis proof : proofs) {
      if (!proof.scheme().file().population().ofCustomers()) {
        continue;
      }
      RuleColumns columns = rules.apply(proof.scheme());
      for (DeferredCheck open : proof.open()) {
        counts.add(
            sum(when(condition(proof.scheme(), open, columns, available), 1L).otherwise(0L))
                .as("finding_" + counts.size()));
        questions.add(proof.scheme().name() + ": " + text(proof.scheme(), open));
      }
    }
    List<String> notes = new ArrayList<>();
    if (!counts.isEmpty()) {
      Row row =
          customers
              .agg(counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new))
              .head();
      for (int i = 0; i < questions.size(); i++) {
        Long found = row.getAs("finding_" + i);
        long customersFound = found == null ? 0 : found;
        notes.add(questions.get(i).formatted(customersFound));
      }
    }
    return notes;
  }

  private static Column condition(
      Scheme scheme, DeferredCheck open, RuleColumns columns, Predicate<Input> available) {
    Function<Integer, Column> holds =
        index -> {
          Scheme.Rule rule = scheme.rules().get(index);
          boolean told = rule.needs().inputs().stream().allMatch(available);
          return told ? columns.condition(rule.condition()) : lit(false);
        };
    Column condition =
        scheme.file().population() == Population.BUYERS ? col(Features.FREQUENCY).gt(0) : lit(true);
    if (open.kind() == Finding.Kind.OVERLAP) {
      return condition.and(holds.apply(open.first())).and(holds.apply(open.second()));
    }
    for (int i = 0; i < open.first(); i++) {
      condition = condition.and(org.apache.spark.sql.functions.not(holds.apply(i)));
    }
    return open.kind() == Finding.Kind.GAP ? condition : condition.and(holds.apply(open.first()));
  }

  /** What was counted, with a place for the number. */
  private static String text(Scheme scheme, DeferredCheck open) {
    if (open.kind() == Finding.Kind.GAP) {
      return "customers of its population who meet no rule: %d";
    }
    String first = scheme.rules().get(open.first()).segment().name();
    return open.kind() == Finding.Kind.OVERLAP
        ? "customers who meet both "
            + first
            + " and "
            + scheme.rules().get(open.second()).segment().name()
            + ": %d; the first wins"
        : "customers left for " + first + " after the rules before it: %d";
  }
}

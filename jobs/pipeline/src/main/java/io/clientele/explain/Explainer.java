package io.clientele.explain;

import io.clientele.config.Problems;
import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Features;
import io.clientele.lake.CountingRuns;
import io.clientele.lake.Lake;
import io.clientele.lake.Pointer;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeDefinition;
import io.clientele.table.ExplanationTables.SegmentOutlookRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Explains customers of one base from what the lake holds; no source and no scheme file is read.
 */
public final class Explainer {
  private final Lake lake;
  private final String base;
  private final CountingRuns runs;

  /**
   * An explainer.
   *
   * @param state which run counts for each date
   */
  public Explainer(Lake lake, String base, Pointer.State state) {
    this.lake = lake;
    this.base = base;
    this.runs = new CountingRuns(lake, base, state);
  }

  /**
   * Explains a customer.
   *
   * @param asOf the date; null for the latest one
   * @param only the scheme; null for all of the run
   * @throws ConfigurationException if there is no such run, customer or scheme
   */
  public Explanation explain(String customer, @Nullable LocalDate asOf, @Nullable String only) {
    LocalDate date = runs.date(asOf);
    String runId = runs.run(date);
    RunRows run = new RunRows(lake, base, runId, customer);
    PublishedCustomer values = run.customer();
    if (values == null) {
      throw unknown(customer, date, run);
    }
    List<SchemeDefinition> ofCustomers =
        run.definitions().stream().filter(SchemeDefinition::isOfCustomers).toList();
    List<SchemeDefinition> definitions = chosen(ofCustomers, only, date);
    List<SchemeReasons> reasons = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    for (SchemeDefinition definition : definitions) {
      Scheme scheme = definition.rebuild();
      ComparedBy by = ComparedBy.of(definition, scheme, values, run);
      SchemeReasons own = new SchemeReasons(definition, scheme, by, values);
      reasons.add(own);
      columns.addAll(own.columns());
    }
    Row answers = values.compute(run.session(), columns);
    Map<String, SegmentOutlookRow> outlook = run.outlook();
    List<Explanation.InScheme> schemes = new ArrayList<>();
    Set<String> used = new LinkedHashSet<>();
    for (int i = 0; i < reasons.size(); i++) {
      schemes.add(reasons.get(i).of(answers, outlook.get(definitions.get(i).scheme())));
      used.addAll(reasons.get(i).features());
    }
    return new Explanation(
        base,
        date,
        runId,
        customer,
        schemes,
        previous(customer, date, values, schemes, used),
        path(customer, date, schemes));
  }

  /** Two snapshots are told as what was before. */
  private Map<String, List<Explanation.Stay>> path(
      String customer, LocalDate date, List<Explanation.InScheme> schemes) {
    NavigableMap<LocalDate, String> until = runs.byDate().headMap(date, true);
    if (until.size() <= 2) {
      return Map.of();
    }
    NavigableMap<LocalDate, Row> segments = RunRows.segments(lake, base, until.values(), customer);
    Map<String, List<Explanation.Stay>> path = new LinkedHashMap<>();
    for (Explanation.InScheme in : schemes) {
      List<Explanation.Stay> stays = new ArrayList<>();
      for (LocalDate at : until.keySet()) {
        Row row = segments.get(at);
        String segment = row == null ? null : row.getAs(in.scheme());
        boolean first = stays.isEmpty() && segment != null;
        boolean moved =
            !stays.isEmpty() && !Objects.equals(stays.get(stays.size() - 1).segment(), segment);
        if (first || moved) {
          stays.add(new Explanation.Stay(at, segment));
        }
      }
      path.put(in.scheme(), stays);
    }
    return path;
  }

  private ConfigurationException unknown(String customer, LocalDate date, RunRows run) {
    return new ConfigurationException(
        "Base '"
            + base
            + "' has no customer '"
            + customer
            + "' as of "
            + date
            + "; it knows "
            + run.customers()
            + " customers then. Ids are compared as text, letter by letter; somebody who came"
            + " later is found with a later --as-of (runs: "
            + String.join(", ", runs.byDate().keySet().stream().map(LocalDate::toString).toList())
            + ").");
  }

  private List<SchemeDefinition> chosen(
      List<SchemeDefinition> all, @Nullable String only, LocalDate date) {
    if (only == null) {
      return all;
    }
    List<SchemeDefinition> chosen =
        all.stream().filter(definition -> definition.scheme().equals(only)).toList();
    if (chosen.isEmpty()) {
      throw new ConfigurationException(
          "The run as of "
              + date
              + " has no scheme '"
              + only
              + "'"
              + Problems.hint(only, all.stream().map(SchemeDefinition::scheme).toList()));
    }
    return chosen;
  }

  private Explanation.@Nullable Previous previous(
      String customer,
      LocalDate date,
      PublishedCustomer now,
      List<Explanation.InScheme> schemes,
      Set<String> used) {
    Map.Entry<LocalDate, String> before = runs.byDate().lowerEntry(date);
    if (before == null) {
      return null;
    }
    PublishedCustomer then = RunRows.customer(lake, base, before.getValue(), customer);
    Map<String, Explanation.Change> segments = new LinkedHashMap<>();
    Map<String, Explanation.Change> values = new LinkedHashMap<>();
    if (then != null) {
      schemes.forEach(
          in ->
              segments.put(
                  in.scheme(),
                  new Explanation.Change(
                      Sentences.value(then.value(in.scheme()), null), in.segment())));
      Features features = Features.declared(List.of());
      for (String name : used) {
        var type = features.find(name).map(io.clientele.feature.Feature::type).orElse(null);
        values.put(
            name,
            new Explanation.Change(
                Sentences.value(then.value(name), type), Sentences.value(now.value(name), type)));
      }
    }
    return new Explanation.Previous(
        before.getKey(), before.getValue(), then != null, segments, values);
  }
}

package io.clientele.fact;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.clientele.config.BaseConfig;
import io.clientele.config.CostConfig;
import io.clientele.config.OptionalSource;
import io.clientele.config.SourceKind;
import io.clientele.feature.Features;
import io.clientele.feature.Span;
import io.clientele.feature.Staged;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Puts beside the fold's customers what the optional sources tell, and adds the customers that only
 * the customers source knows. Whatever is joined has one row a customer.
 */
public final class Enrichment {
  private static final String KEY = "__fact_customer";

  private final BaseConfig config;
  private final LocalDate asOf;

  /** An enrichment as of a date. */
  public Enrichment(BaseConfig config, LocalDate asOf) {
    this.config = config;
    this.asOf = asOf;
  }

  /** Whether any source tells something of customers. */
  public static boolean applies(Set<SourceKind> kinds) {
    Set<SourceKind> own = new HashSet<>(kinds);
    own.removeAll(List.of(SourceKind.PRODUCTS, SourceKind.EXCHANGE_RATES));
    return !own.isEmpty();
  }

  /**
   * The staged rows with the facts' columns.
   *
   * @param staged the fold's rows, accounting rows too
   * @param sources the accepted rows of each source
   */
  public Dataset<Row> of(
      Dataset<Row> staged, List<Span> spans, Map<SourceKind, Dataset<Row>> sources) {
    Map<SourceKind, Dataset<Row>> facts = facts(sources, spans);
    Dataset<Row> rows = staged;
    List<String> original = Arrays.asList(staged.columns());
    List<String> added = new ArrayList<>();
    for (Map.Entry<SourceKind, Dataset<Row>> entry : facts.entrySet()) {
      Dataset<Row> fact = entry.getValue().withColumnRenamed(Features.CUSTOMER_ID, KEY);
      // Accounting rows have no customer; null joins nothing and stays.
      String how = entry.getKey() == SourceKind.CUSTOMERS ? "full_outer" : "left";
      rows = rows.join(fact, rows.col(Staged.CUSTOMER_ID).equalTo(fact.col(KEY)), how);
      List<Column> kept = new ArrayList<>();
      for (String name : original) {
        kept.add(
            name.equals(Staged.CUSTOMER_ID)
                ? coalesce(col(Staged.CUSTOMER_ID), col(KEY)).as(Staged.CUSTOMER_ID)
                : col(name));
      }
      added.forEach(name -> kept.add(col(name)));
      for (String name : fact.columns()) {
        if (!name.equals(KEY)) {
          kept.add(col(name));
          added.add(name);
        }
      }
      rows = rows.select(kept.toArray(Column[]::new));
    }
    return withoutLines(rows, spans);
  }

  private Map<SourceKind, Dataset<Row>> facts(
      Map<SourceKind, Dataset<Row>> sources, List<Span> spans) {
    CostConfig costs = config.costs();
    Map<SourceKind, Dataset<Row>> facts = new LinkedHashMap<>();
    sources.forEach(
        (kind, rows) -> {
          OptionalSource source = java.util.Objects.requireNonNull(config.sources().get(kind));
          switch (kind) {
            case CUSTOMERS -> facts.put(kind, CustomerFacts.of(rows, source, asOf));
            case TAGS -> facts.put(kind, TagFacts.of(rows, asOf));
            case RECEIVABLES ->
                facts.put(kind, ReceivableFacts.of(rows, asOf, spans, costs.latePaymentRate()));
            case INTERACTIONS ->
                facts.put(
                    kind,
                    InteractionFacts.of(
                            rows, Features.CUSTOMER_ID, asOf, spans, costs.interactions())
                        .drop("least_back", "event_types"));
            case SURVEYS -> facts.put(kind, SurveyFacts.of(rows, asOf));
            case LEADS -> facts.put(kind, LeadBase.ofCustomers(rows, asOf));
            case PRODUCTS, EXCHANGE_RATES -> {
              // They tell of lines, not of customers.
            }
          }
        });
    return facts;
  }

  /** A customer without a line has bought nothing: that is zero, not unknown. */
  private static Dataset<Row> withoutLines(Dataset<Row> rows, List<Span> spans) {
    Set<String> totals = new HashSet<>(Staged.totals(spans));
    List<Column> columns = new ArrayList<>();
    Column isNew = col(Staged.ROW_KIND).isNull();
    for (String name : rows.columns()) {
      if (name.equals(Staged.ROW_KIND)) {
        columns.add(coalesce(col(name), lit(Staged.CUSTOMER)).as(name));
      } else if (totals.contains(name)) {
        columns.add(
            org.apache.spark.sql.functions.when(isNew, lit(0L)).otherwise(col(name)).as(name));
      } else {
        columns.add(col(name));
      }
    }
    return rows.select(columns.toArray(Column[]::new));
  }
}

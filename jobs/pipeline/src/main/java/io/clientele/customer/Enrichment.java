package io.clientele.customer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

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
import org.apache.spark.sql.types.StructField;

/**
 * Puts beside the fold's customers what the optional sources tell, and adds the customers that only
 * the customers source knows. Whatever is joined has one row a customer.
 */
public final class Enrichment {
  private static final String KEY = "__customer_of_";
  private static final String PACKED = "__facts_of_";

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
   * The staged rows with the facts' columns. The wide rows are shuffled once: every fact is added
   * up to a row a customer first, and all of them are joined by the same key.
   *
   * @param staged the customers of the fold
   * @param sources the accepted rows of each source
   */
  public Dataset<Row> of(
      Dataset<Row> staged, List<Span> spans, Map<SourceKind, Dataset<Row>> sources) {
    Map<SourceKind, Dataset<Row>> facts = facts(sources, spans);
    Dataset<Row> customers = facts.get(SourceKind.CUSTOMERS);
    Dataset<Row> wide =
        customers == null ? staged : staged.unionByName(withoutLines(customers, staged, spans));
    Dataset<Row> rows = packed(wide, Staged.CUSTOMER_ID, KEY, PACKED);
    List<Column> unpacked = new ArrayList<>();
    unpack(wide, PACKED, unpacked);
    for (Map.Entry<SourceKind, Dataset<Row>> entry : facts.entrySet()) {
      String name = entry.getKey().key();
      Dataset<Row> fact = entry.getValue();
      Dataset<Row> narrow = packed(fact, Features.CUSTOMER_ID, KEY + name, PACKED + name);
      unpack(fact.drop(Features.CUSTOMER_ID), PACKED + name, unpacked);
      rows = rows.join(narrow, rows.col(KEY).equalTo(narrow.col(KEY + name)), "left");
    }
    return rows.select(unpacked.toArray(Column[]::new));
  }

  /** Key and everything in one column: joins copy each column of each row, a struct as a whole. */
  private static Dataset<Row> packed(Dataset<Row> rows, String key, String keyName, String name) {
    Column[] all = Arrays.stream(rows.columns()).map(c -> col(c)).toArray(Column[]::new);
    return rows.select(col(key).as(keyName), struct(all).as(name));
  }

  private static void unpack(Dataset<Row> rows, String packed, List<Column> into) {
    for (String name : rows.columns()) {
      into.add(col(packed).getField(name).as(name));
    }
  }

  private Map<SourceKind, Dataset<Row>> facts(
      Map<SourceKind, Dataset<Row>> sources, List<Span> spans) {
    CostConfig costs = config.costs();
    Map<SourceKind, Dataset<Row>> facts = new LinkedHashMap<>();
    sources.forEach(
        (kind, rows) -> {
          OptionalSource source = java.util.Objects.requireNonNull(config.sources().get(kind));
          switch (kind) {
            case CUSTOMERS -> facts.put(kind, CustomerAttributes.of(rows, source, asOf));
            case TAGS -> facts.put(kind, TagAggregates.of(rows, asOf));
            case RECEIVABLES ->
                facts.put(
                    kind, ReceivableAggregates.of(rows, asOf, spans, costs.latePaymentRate()));
            case INTERACTIONS ->
                facts.put(
                    kind,
                    InteractionAggregates.of(
                            rows, Features.CUSTOMER_ID, asOf, spans, costs.interactions())
                        .drop("least_back"));
            case SURVEYS -> facts.put(kind, SurveyAggregates.of(rows, asOf));
            case LEADS -> facts.put(kind, LeadBase.ofCustomers(rows, asOf));
            case PRODUCTS, EXCHANGE_RATES -> {
              // They tell of lines, not of customers.
            }
          }
        });
    return facts;
  }

  /**
   * Rows for the customers that no line tells of. They have bought nothing: that is zero, not
   * unknown.
   */
  private static Dataset<Row> withoutLines(
      Dataset<Row> customers, Dataset<Row> staged, List<Span> spans) {
    Set<String> totals = new HashSet<>(Staged.totals(spans));
    Dataset<Row> known = staged.select(col(Staged.CUSTOMER_ID).as(KEY));
    List<Column> columns = new ArrayList<>();
    for (StructField field : staged.schema().fields()) {
      String name = field.name();
      Column value =
          switch (name) {
            case Staged.CUSTOMER_ID -> col(Features.CUSTOMER_ID);
            default -> totals.contains(name) ? lit(0L) : lit(null).cast(field.dataType());
          };
      columns.add(value.as(name));
    }
    return customers
        .select(col(Features.CUSTOMER_ID))
        .join(known, col(Features.CUSTOMER_ID).equalTo(col(KEY)), "left_anti")
        .select(columns.toArray(Column[]::new));
  }
}

package io.clientele.spine;

import static org.apache.spark.sql.functions.col;

import io.clientele.concentration.Scoped;
import io.clientele.concentration.SegmentConcentration;
import io.clientele.config.SourceKind;
import io.clientele.history.History;
import io.clientele.rule.RuleColumns;
import io.clientele.scheme.DependencyOrder;
import io.clientele.scheme.Scheme;
import io.clientele.segment.AttributeValues;
import io.clientele.segment.SegmentSummary;
import io.clientele.spark.Workspace;
import io.clientele.table.CustomerTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Every customer in one segment of each scheme: what all outputs are made from.
 *
 * @param scored the customers before
 * @param schemes those about customers, with the values of attribute schemes
 * @param all one row a customer with every feature, score and segment; lazy, computed when read
 * @param customers the same with the columns that several outputs read; kept
 * @param summary size and money of every segment
 * @param concentrations of the base, of its parts, and of segments
 * @param leads people who have not bought; null without a source of them
 * @param cache keeps rows that an output reads more than once, until all are written
 */
public record SegmentedBase(
    ScoredBase scored,
    List<Scheme> schemes,
    Dataset<Row> all,
    Dataset<Row> customers,
    Map<SegmentSummary.Cell, SegmentSummary.Totals> summary,
    List<Scoped> concentrations,
    @Nullable Leads leads,
    Workspace cache) {

  /**
   * Applies the schemes and adds up the segments.
   *
   * @param outputs say which columns they read and what else is to be added up
   * @param cache keeps the customers while outputs are made
   */
  public static SegmentedBase of(ScoredBase scored, List<Output> outputs, Workspace cache) {
    Plan plan = scored.plan();
    List<Scheme> schemes =
        AttributeValues.resolve(
            plan.selection().ofCustomers(),
            scored.base().customers(),
            scored.base().accounting().buyers(),
            scored.base().accounting().customers());
    Dataset<Row> all = assign(scored.customers(), scored, schemes);
    SegmentConcentration within =
        new SegmentConcentration(plan.config(), schemes, BaseOrder.measures(plan.config()));
    Set<String> features = new LinkedHashSet<>(SegmentSummary.FEATURES);
    features.addAll(within.columns());
    Map<String, Column> sums = new LinkedHashMap<>();
    for (Output output : outputs) {
      features.addAll(output.reads(scored));
      sums.putAll(output.sums(plan));
    }
    Dataset<Row> customers =
        named(cache.keep("segments", narrow(all, scored, schemes, features)), schemes);
    Map<SegmentSummary.Cell, SegmentSummary.Totals> summary =
        SegmentSummary.of(customers, schemes, sums);
    List<Scoped> concentrations = new ArrayList<>(scored.concentrations());
    concentrations.addAll(within.of(customers));
    boolean leads = plan.config().sources().containsKey(SourceKind.LEADS);
    return new SegmentedBase(
        scored,
        schemes,
        all,
        customers,
        summary,
        List.copyOf(concentrations),
        leads ? Leads.of(scored.base(), schemes, cache) : null,
        cache);
  }

  /** Translates the rules of a scheme into columns over {@link #all} or {@link #customers}. */
  public RuleColumns rules(Scheme scheme) {
    return scored.rules(scheme);
  }

  /**
   * The number of the segment in each scheme, by the edges and numbers of this base; row by row.
   *
   * @param customers rows with every feature, those of the base or others
   */
  public Dataset<Row> segmentNumbers(Dataset<Row> customers) {
    return assign(scored.standings().score(customers), scored, schemes)
        .select(schemes.stream().map(s -> col(s.numberColumn())).toArray(Column[]::new));
  }

  /** The customers before they were compared. */
  public CustomerBase base() {
    return scored.base();
  }

  /** The earlier runs of the base. */
  public History history() {
    return base().inputs().history();
  }

  /** What was decided before. */
  public Plan plan() {
    return scored.plan();
  }

  /** All schemes that ran: those about customers, then those about leads only. */
  public List<Scheme> allSchemes() {
    List<Scheme> every = new ArrayList<>(schemes);
    if (leads != null) {
      every.addAll(leads.ofLeadsOnly());
    }
    return every;
  }

  /** Leads by scheme and segment. */
  public Map<SegmentSummary.Cell, Long> leadCounts() {
    return leads == null ? Map.of() : leads.counts();
  }

  private static Dataset<Row> assign(
      Dataset<Row> customers, ScoredBase scored, List<Scheme> schemes) {
    Dataset<Row> assigned = customers;
    for (List<Scheme> round : DependencyOrder.rounds(schemes)) {
      List<Column> segments = new ArrayList<>(List.of(col("*")));
      for (Scheme scheme : round) {
        RuleColumns rules = scored.rules(scheme);
        segments.add(
            scheme
                .segmentNumber(rules, scored.plan().config()::provides)
                .as(scheme.numberColumn()));
        segments.addAll(scheme.flags(rules, scored.plan().config()::provides));
      }
      assigned = named(assigned.select(segments.toArray(Column[]::new)), round);
    }
    return assigned;
  }

  /** The names of the segments beside their numbers. */
  private static Dataset<Row> named(Dataset<Row> numbered, List<Scheme> schemes) {
    List<Column> names = new ArrayList<>(List.of(col("*")));
    schemes.forEach(s -> names.add(s.segment(col(s.numberColumn())).as(s.name())));
    return numbered.select(names.toArray(Column[]::new));
  }

  /** Narrow, because it is read several times; segments are numbers in it. */
  private static Dataset<Row> narrow(
      Dataset<Row> all, ScoredBase scored, List<Scheme> schemes, Set<String> features) {
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put(CustomerTables.CUSTOMER_ID, col(CustomerTables.CUSTOMER_ID));
    scored.standings().columns().forEach(column -> columns.putIfAbsent(column.toString(), column));
    for (Scheme scheme : schemes) {
      columns.put(scheme.numberColumn(), col(scheme.numberColumn()));
      scheme.flagNames().forEach(flag -> columns.put(flag, col(flag)));
    }
    features.forEach(feature -> columns.put(feature, col(feature)));
    return all.select(columns.values().toArray(Column[]::new));
  }
}

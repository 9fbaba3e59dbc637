package io.clientele.segment;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.BaseConfig;
import io.clientele.customer.LeadBase;
import io.clientele.feature.Feature;
import io.clientele.feature.Features;
import io.clientele.feature.LeadFeatures;
import io.clientele.rule.BaseConstants;
import io.clientele.rule.RuleColumns;
import io.clientele.scheme.DependencyOrder;
import io.clientele.scheme.Population;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.table.ColumnSpec;
import io.clientele.table.CustomerTables;
import io.clientele.table.LeadTables;
import io.clientele.table.TableSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Leads and their segments. */
public final class LeadSegments {
  private final BaseConfig config;
  private final List<Scheme> schemes;
  private final List<Feature> features;

  /** The schemes whose population has leads; others are left out. */
  public LeadSegments(BaseConfig config, List<Scheme> schemes) {
    this.config = config;
    this.schemes = schemes.stream().filter(s -> s.file().population().ofLeads()).toList();
    this.features =
        LeadFeatures.declared().stream()
            .filter(feature -> feature.requires().stream().allMatch(config::provides))
            .toList();
  }

  public List<Scheme> schemes() {
    return schemes;
  }

  /**
   * One row a lead without a purchase, with its features.
   *
   * @param leads the accepted rows of the source
   * @param interactions those of interactions; null without the source
   * @param customers the staged customers
   */
  public Dataset<Row> base(
      Dataset<Row> leads,
      @Nullable Dataset<Row> interactions,
      Dataset<Row> customers,
      LocalDate asOf) {
    return LeadBase.of(leads, interactions, customers, config.readiness(), asOf);
  }

  /** The same with one column a scheme. */
  public Dataset<Row> assigned(Dataset<Row> leads) {
    Dataset<Row> assigned = leads;
    for (List<Scheme> round : DependencyOrder.rounds(schemes)) {
      List<Column> columns = new ArrayList<>(List.of(col("*")));
      for (Scheme scheme : round) {
        RuleColumns rules =
            new RuleColumns(
                scheme.vocabulary(),
                config::provides,
                new BaseConstants(Map.of(), Map.of()),
                name -> column(scheme, name));
        Column segment = scheme.segment(rules, config::provides);
        // A lead that is a known customer is one party, and counted as the customer.
        columns.add(
            (scheme.file().population() == Population.ALL
                    ? when(col(LeadBase.IS_CUSTOMER).equalTo(false), segment)
                    : segment)
                .as(scheme.name()));
      }
      assigned = assigned.select(columns.toArray(Column[]::new));
    }
    return assigned;
  }

  /** Who is no customer has bought nothing: counts are 0, everything else is unknown. */
  private Column column(Scheme scheme, String name) {
    boolean own =
        features.stream().anyMatch(feature -> feature.name().equals(name))
            || schemes.stream().anyMatch(other -> other.name().equals(name));
    if (own) {
      return col(name);
    }
    Feature feature = scheme.vocabulary().feature(name).orElse(null);
    if (feature == null) {
      return lit(null);
    }
    Column none = name.equals(Features.FREQUENCY) ? lit(0L) : lit(null);
    return none.cast(feature.type().ddl());
  }

  public TableSpec table() {
    List<ColumnSpec> columns = new ArrayList<>();
    features.forEach(feature -> columns.add(feature.column()));
    schemes.forEach(
        scheme ->
            columns.add(
                CustomerTables.scheme(
                    scheme.name(),
                    scheme.file().description(),
                    scheme.file().allSegments().stream().map(SegmentRule::name).toList())));
    return LeadTables.SEGMENTS.with(columns);
  }

  /** Leads by scheme and segment: collects as many rows as there are segments. */
  public Map<SegmentSummary.Cell, Long> counts(Dataset<Row> assigned) {
    Map<SegmentSummary.Cell, Long> counts = new LinkedHashMap<>();
    for (Scheme scheme : schemes) {
      for (SegmentRule segment : scheme.file().allSegments()) {
        counts.put(new SegmentSummary.Cell(scheme.name(), segment.name()), 0L);
      }
    }
    if (schemes.isEmpty()) {
      return counts;
    }
    Column[] cells =
        schemes.stream()
            .map(s -> struct(lit(s.name()).as("scheme"), col(s.name()).as("segment")))
            .toArray(Column[]::new);
    assigned
        .select(explode(array(cells)).as("c"))
        .filter(col("c.segment").isNotNull())
        .groupBy(col("c.scheme"), col("c.segment"))
        .agg(count(lit(1)).as("leads"))
        .collectAsList()
        .forEach(
            row ->
                counts.put(
                    new SegmentSummary.Cell(row.getAs("scheme"), row.getAs("segment")),
                    row.<Long>getAs("leads")));
    return counts;
  }
}

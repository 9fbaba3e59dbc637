package io.clientele.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.clientele.config.BaseConfig;
import io.clientele.config.GroupFloor;
import io.clientele.config.ScoreSet;
import io.clientele.feature.Feature;
import io.clientele.feature.FeatureType;
import io.clientele.feature.Features;
import io.clientele.feature.Layer;
import io.clientele.feature.Span;
import io.clientele.rule.Needs;
import io.clientele.rule.RuleCheck;
import io.clientele.rule.RuleColumns;
import io.clientele.rule.RuleParser;
import io.clientele.rule.Vocabulary;
import io.clientele.spark.Catalyst;
import io.clientele.support.Sparks;
import io.clientele.table.Records;
import io.clientele.table.SummaryTables;
import io.clientele.table.SummaryTables.BaseStatisticRow;
import io.clientele.table.SummaryTables.ScoreEdgeRow;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A base that a test makes up: customers as the fold would stage them, with a country, which is a
 * text to group by, and with amounts in whole 10⁻⁴.
 */
final class People {
  /** A customer; value is the 365-day contribution margin. */
  record Person(
      String id, long frequency, long monetary, int lastDay, Long value, String country) {}

  private static final int TODAY = 20_000;
  private static final StructType SCHEMA =
      new StructType()
          .add("customer_id", DataTypes.StringType)
          .add("frequency", DataTypes.LongType)
          .add("monetary", DataTypes.LongType)
          .add("last_day", DataTypes.IntegerType)
          .add("value", DataTypes.LongType)
          .add("land", DataTypes.StringType);

  private final List<Person> people;
  private final GroupFloor floor;
  private final int partitions;
  private final Map<String, Feature> features = new LinkedHashMap<>();

  People(List<Person> people, GroupFloor floor, int partitions) {
    this.people = people;
    this.floor = floor;
    this.partitions = partitions;
    Features.declared(Span.of(List.of(365))).all().stream()
        .filter(feature -> feature.formula() == null)
        .forEach(feature -> features.put(feature.name(), feature));
    add("recency_days", FeatureType.INTEGER, lit(TODAY).minus(col("last_day")).cast("bigint"));
    add("frequency", FeatureType.INTEGER, col("frequency"));
    add("monetary", FeatureType.MONEY, Catalyst.decimal(col("monetary"), 18, 4));
    add("value_365d", FeatureType.MONEY, Catalyst.decimal(col("value"), 18, 4));
    add("value_share", FeatureType.SHARE, Catalyst.decimal(col("value"), 18, 6));
    add("country", FeatureType.TEXT, col("land"));
  }

  private void add(String name, FeatureType type, Column formula) {
    features.put(
        name, new Feature(name, type, "", Layer.CUSTOMER, List.of(), true, "a test's", formula));
  }

  static int recency(Person person) {
    return TODAY - person.lastDay();
  }

  /** The default set of five scores, or the same within the groups of a feature. */
  static ScoreSet set(String within) {
    String yaml =
        """
        base: b
        currency: EUR
        lake: l
        sources: {transactions: {format: parquet, path: p, columns: {order_id: a,
          customer_id: b, ordered_at: c, revenue: d}}}
        schemes: [abc]
        """;
    return BaseConfig.parse("x", yaml, List.of()).scores().of(within, null).orElseThrow();
  }

  /** Where everybody stands, with the constants that the rules name. */
  ScoreReferences standings(ScoreSet set, List<String> rules) {
    Needs needs = new Needs();
    rules.forEach(rule -> needs.add(RuleCheck.check(parsed(rule), rule, words())));
    List<ScoreSetRequirement> demands =
        List.of(new ScoreSetRequirement(set, set, null, needs.cuts(), needs.values()));
    SeriesPlan plan = new SeriesPlan();
    ReferenceQueries questions =
        new ReferenceQueries(demands, staged(), this::feature, floor, plan);
    OrderStatistics ordered = plan.stack(staged(), this::feature);
    Map<Integer, SeriesTotals> totals = ordered.totals();
    return questions.standings(
        totals, ordered.answer(totals, questions.questions(totals), Set.of()), Map.of());
  }

  /** The same read back from the tables that a run publishes. */
  ScoreReferences kept(ScoreReferences found) {
    LocalDate day = LocalDate.of(2024, 10, 4);
    ScoreSetRequirement of = found.sets().get(0).demand();
    EarlierSnapshot snapshot =
        new EarlierSnapshot(
            day,
            "run",
            published(
                SummaryTables.SCORE_EDGES,
                ReferenceRows.scoreEdges(found, new ScoreCounts(Map.of())),
                ScoreEdgeRow.class),
            published(
                SummaryTables.BASE_STATISTICS,
                ReferenceRows.baseStatistics(found, 90),
                BaseStatisticRow.class));
    ScoreSetRequirement later =
        new ScoreSetRequirement(of.set(), of.source(), day, of.cuts(), of.values());
    return new ScoreReferences(List.of(snapshot.standing(later, this::feature)));
  }

  /** Written as a table would be, and read back. */
  private static <R extends Record> List<R> published(
      TableSpec table, List<R> records, Class<R> type) {
    return Records.of(
        type,
        Sparks.toys().createDataFrame(table.rows(records), table.ownSchema()).collectAsList());
  }

  /** By customer: the three scores, then whether each rule holds. */
  Map<String, List<Object>> outcome(ScoreReferences standings, List<String> rules) {
    ScoreReference set = standings.sets().get(0);
    RuleColumns columns = new RuleColumns(words(), all -> true, set.constants(), set::named);
    List<Column> wanted = new ArrayList<>(List.of(col("customer_id")));
    for (String score : List.of("recency_score", "frequency_score", "monetary_score")) {
      wanted.add(set.named(score));
    }
    rules.forEach(rule -> wanted.add(columns.condition(parsed(rule))));
    List<Column> published = new ArrayList<>(List.of(col("customer_id")));
    features.values().stream()
        .filter(feature -> feature.formula() != null)
        .forEach(f -> published.add(f.formula().cast(f.type().ddl()).as(f.name())));
    Map<String, List<Object>> outcome = new LinkedHashMap<>();
    standings
        .score(staged().select(published.toArray(Column[]::new)))
        .select(wanted.toArray(Column[]::new))
        .collectAsList()
        .forEach(
            row -> {
              List<Object> cells = new ArrayList<>();
              for (int i = 1; i < row.size(); i++) {
                cells.add(row.get(i));
              }
              outcome.put(row.getString(0), cells);
            });
    return outcome;
  }

  static GroupFloor floor(String share, int buyers) {
    return new GroupFloor(new BigDecimal(share), buyers);
  }

  private Dataset<Row> staged() {
    List<Row> rows = new ArrayList<>();
    for (Person p : people) {
      rows.add(
          RowFactory.create(
              p.id(), p.frequency(), p.monetary(), p.lastDay(), p.value(), p.country()));
    }
    return Sparks.toys().createDataFrame(rows, SCHEMA).repartition(partitions);
  }

  private Optional<Feature> feature(String name) {
    return Optional.ofNullable(features.get(name));
  }

  private Vocabulary words() {
    return Vocabulary.ofCustomers(features.values());
  }

  private static io.clientele.rule.Expr parsed(String rule) {
    return new RuleParser(Map.of(), Map.of()).parse(rule);
  }
}

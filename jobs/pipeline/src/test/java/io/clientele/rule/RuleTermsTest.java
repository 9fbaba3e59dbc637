package io.clientele.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.feature.Features;
import io.clientele.feature.Span;
import io.clientele.support.Sparks;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** A rule means the same to the columns of a run and to the one who looks at single customers. */
class RuleTermsTest {
  private static final Vocabulary WORDS =
      Vocabulary.ofCustomers(Features.declared(Span.of(List.of(365))).all())
          .with("abc", List.of("a", "b", "c"));

  private static final List<String> NUMBERS =
      List.of(
          "frequency",
          "recency_days",
          "monetary",
          "active_period_share",
          "mean_gap_days",
          "recency_score");
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "frequency BIGINT, recency_days BIGINT, monetary DECIMAL(18,4),"
              + " active_period_share DECIMAL(18,6), mean_gap_days DECIMAL(18,4),"
              + " recency_score INT, last_purchase_on DATE, abc STRING, gross_margin DECIMAL(18,4),"
              + " tags ARRAY<STRING>, event_days MAP<STRING,INT>");
  private static final BaseValue MEDIAN = new BaseValue.Quantile("monetary", new BigDecimal("0.5"));
  private static final PercentileThreshold CUT =
      new PercentileThreshold(Features.MONETARY_RANK_SHARE, true, new BigDecimal("0.8"));
  private static final PercentileThreshold PERCENTILE =
      new PercentileThreshold(Features.MONETARY_PERCENTILE, false, new BigDecimal("0.6"));

  private final Random random = new Random(20_250_101);

  @Test
  void random_rules_say_of_random_customers_what_spark_says() {
    Map<PercentileThreshold, BigDecimal> cuts =
        Map.of(CUT, new BigDecimal("120.0000"), PERCENTILE, new BigDecimal("80.0000"));
    BaseConstants constants = new BaseConstants(cuts, Map.of(MEDIAN, new BigDecimal("101.25")));
    BaseNumbers numbers = new BaseNumbers();
    cuts.forEach((cut, edge) -> numbers.add(cut.text(), edge));
    numbers.add(MEDIAN.text(), new BigDecimal("101.25"));
    RuleColumns columns = new RuleColumns(WORDS, all -> true, constants, functions::col);
    RuleTerms terms = new RuleTerms(WORDS, all -> true, numbers, Map.of());
    List<Expr> rules = new ArrayList<>();
    while (rules.size() < 150) {
      rules.add(flag(3));
    }
    List<Row> customers = new ArrayList<>();
    while (customers.size() < 150) {
      customers.add(customer());
    }
    List<Column> selected = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      // A condition is coalesced to false: with its negation all three answers are told apart.
      selected.add(columns.condition(rules.get(i)).as("t" + i));
      selected.add(columns.condition(new Expr.Not(rules.get(i))).as("f" + i));
    }
    Dataset<Row> frame = Sparks.session().createDataFrame(customers, SCHEMA).coalesce(1);

    List<Row> answers = frame.select(selected.toArray(Column[]::new)).collectAsList();

    List<Row> stored = frame.collectAsList();
    Map<Object, Integer> seen = new LinkedHashMap<>();
    for (int c = 0; c < stored.size(); c++) {
      Map<String, Object> customer = CustomerValues.of(stored.get(c));
      for (int i = 0; i < rules.size(); i++) {
        Object expected =
            answers.get(c).getBoolean(2 * i)
                ? Boolean.TRUE
                : answers.get(c).getBoolean(2 * i + 1) ? Boolean.FALSE : null;
        seen.merge(String.valueOf(expected), 1, Integer::sum);
        assertThat(terms.term(rules.get(i)).of(customer))
            .as(RuleText.of(rules.get(i)) + " of " + customer)
            .isEqualTo(expected);
      }
    }
    assertThat(seen.values()).allMatch(times -> times > 500).hasSize(3);
  }

  @Test
  void a_rule_written_out_reads_as_the_same_rule() {
    RuleParser parser = new RuleParser(Map.of(), Map.of());
    for (int i = 0; i < 300; i++) {
      Expr rule = parser.parse(RuleText.of(flag(3)));

      assertThat(parser.parse(RuleText.of(rule))).isEqualTo(rule);
      assertThat(RuleText.of(parser.parse(RuleText.of(rule)))).isEqualTo(RuleText.of(rule));
    }
  }

  private Row customer() {
    return RowFactory.create(
        (long) random.nextInt(8),
        maybe((long) random.nextInt(200)),
        new BigDecimal(random.nextInt(4_000_000) - 500_000).movePointLeft(4),
        maybe(new BigDecimal(random.nextInt(1_200_000)).movePointLeft(6)),
        maybe(new BigDecimal(random.nextInt(900_000)).movePointLeft(4)),
        maybe(1 + random.nextInt(5)),
        maybe(java.sql.Date.valueOf(LocalDate.of(2024, 1, 1).plusDays(random.nextInt(400)))),
        maybe(List.of("a", "b", "c").get(random.nextInt(3))),
        maybe(new BigDecimal(random.nextInt(4_000_000)).movePointLeft(4)),
        maybe(random.nextBoolean() ? List.of("vip", "abusive") : List.of("lead_user")),
        maybe(Map.of("cart", random.nextInt(60), "visit", random.nextInt(60))));
  }

  private <T> T maybe(T value) {
    return random.nextInt(5) == 0 ? null : value;
  }

  private Expr flag(int depth) {
    if (depth == 0) {
      return leaf();
    }
    return switch (random.nextInt(9)) {
      case 0, 1 -> new Expr.And(flag(depth - 1), flag(depth - 1));
      case 2, 3 -> new Expr.Or(flag(depth - 1), flag(depth - 1));
      case 4 -> new Expr.Not(flag(depth - 1));
      case 5 -> new Expr.In(number(1), List.of(number(0), number(0), number(1)));
      case 6 -> new Expr.IsNull(number(2));
      default -> new Expr.Compare(comparison(), number(depth), number(depth - 1));
    };
  }

  private Expr leaf() {
    Expr.Name margin = new Expr.Name(Features.MONETARY_RANK_SHARE);
    return switch (random.nextInt(10)) {
      case 0 -> new Expr.HasTag("vip");
      case 1 -> new Expr.Did("cart", 30);
      case 2 -> new Expr.Did("order", 90);
      case 3 -> new Expr.Compare(Expr.Comparison.LESS, margin, new Expr.Number(CUT.constant()));
      case 4 ->
          new Expr.Compare(
              Expr.Comparison.AT_LEAST,
              new Expr.Name(Features.MONETARY_PERCENTILE),
              new Expr.Number(PERCENTILE.constant()));
      case 5 ->
          new Expr.Compare(
              Expr.Comparison.LESS,
              new Expr.Name("last_purchase_on"),
              new Expr.Day(LocalDate.of(2024, 7, 1)));
      case 6 -> new Expr.Compare(Expr.Comparison.EQUAL, new Expr.Name("abc"), new Expr.Text("b"));
      default -> new Expr.Compare(comparison(), number(1), number(0));
    };
  }

  private Expr number(int depth) {
    if (depth <= 0) {
      return switch (random.nextInt(5)) {
        case 0 -> new Expr.Number(new BigDecimal(random.nextInt(100)));
        case 1 -> new Expr.Number(new BigDecimal(random.nextInt(2_000)).movePointLeft(2));
        default -> new Expr.Name(NUMBERS.get(random.nextInt(NUMBERS.size())));
      };
    }
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 ->
          new Expr.Arithmetic(
              Expr.Operator.values()[random.nextInt(4)], number(depth - 1), number(depth - 1));
      case 4 -> new Expr.Call(Expr.Function.COALESCE, List.of(number(depth - 1), number(0)));
      case 5 -> new Expr.Call(Expr.Function.GREATEST, List.of(number(depth - 1), number(0)));
      case 6 -> new Expr.Call(Expr.Function.LEAST, List.of(number(depth - 1), number(0)));
      case 7 ->
          new Expr.Call(
              List.of(Expr.Function.ABS, Expr.Function.FLOOR, Expr.Function.CEIL)
                  .get(random.nextInt(3)),
              List.of(number(depth - 1)));
      case 8 -> new Expr.OfBase(MEDIAN);
      default -> points();
    };
  }

  private Expr points() {
    return new Expr.Points(
        List.of(new Expr.Signal("late", leaf(), 2), new Expr.Signal("loss", leaf(), 1)));
  }

  private Expr.Comparison comparison() {
    return Expr.Comparison.values()[random.nextInt(Expr.Comparison.values().length)];
  }
}

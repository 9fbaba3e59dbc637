package io.clientele.scoring;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.clientele.spark.WideSum;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF7;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Several series of whole numbers, a value a customer in each, of which ranks, top sums and rank
 * sums are asked. Two jobs: {@link #totals} by bucket, then {@link #answer}, which sorts inside the
 * buckets that the questions point at.
 */
public final class OrderStatistics {
  private static final String SERIES = "series";
  private static final String BUCKET = "bucket";
  private static final String VALUE = "value";
  private static final String CUSTOMERS = "customers";
  private static final WideSum SUM = new WideSum("sum");

  private static final UserDefinedFunction BUCKET_OF =
      udf(
          (UDF1<@Nullable Long, @Nullable Integer>)
              value -> value == null ? null : Buckets.of(value),
          DataTypes.IntegerType);

  private static final StructType TOTALS =
      new StructType()
          .add(SERIES, DataTypes.IntegerType)
          .add(BUCKET, DataTypes.IntegerType)
          .add(CUSTOMERS, DataTypes.LongType)
          .add(SUM.high(), DataTypes.LongType)
          .add(SUM.low(), DataTypes.LongType)
          .add("least", DataTypes.LongType);

  private static final StructType VALUES =
      new StructType()
          .add(SERIES, DataTypes.IntegerType)
          .add(BUCKET, DataTypes.IntegerType)
          .add(VALUE, DataTypes.LongType);

  private final Dataset<Row> values;
  private final @Nullable StackedRows stacked;

  private OrderStatistics(Dataset<Row> values, @Nullable StackedRows stacked) {
    this.values = values;
    this.stacked = stacked;
  }

  /**
   * Series by code, of which ranks and top sums are asked, not rank sums: a row is in the series
   * code, code + 1 and so on of each of its codes, with its first value, its second and so on.
   *
   * @param rows {@code codes} INT columns, then {@code values} BIGINT columns
   */
  public static OrderStatistics ofCodes(Dataset<Row> rows, int codes, int values) {
    return new OrderStatistics(rows, new StackedRows(codes, values));
  }

  /**
   * Turns one row a customer into one row a customer and series; a null value is not in the series.
   *
   * @param customers one row a customer
   * @param series the series' numbers, each with its BIGINT value
   */
  public static OrderStatistics of(Dataset<Row> customers, Map<Integer, Column> series) {
    List<Column> stacked = new ArrayList<>();
    series.forEach((number, value) -> stacked.add(struct(lit(number).as(SERIES), value.as(VALUE))));
    return ofStacked(
        customers
            .select(explode(array(stacked.toArray(Column[]::new))).as("s"))
            .select(col("s." + SERIES), col("s." + VALUE)));
  }

  /** Series that are already one row a customer and series: {@code series INT, value BIGINT}. */
  public static OrderStatistics ofStacked(Dataset<Row> stacked) {
    return new OrderStatistics(
        stacked.filter(col(VALUE).isNotNull()).withColumn(BUCKET, BUCKET_OF.apply(col(VALUE))),
        null);
  }

  /** Customers and sums by series and bucket: one job, whose shuffle holds bucket totals only. */
  public Map<Integer, SeriesTotals> totals() {
    Map<Integer, SeriesTotals> totals = new HashMap<>();
    for (Row row : bucketTotals()) {
      totals
          .computeIfAbsent(row.getAs(SERIES), number -> new SeriesTotals())
          .put(
              row.<Integer>getAs(BUCKET),
              new SeriesTotals.Bucket(
                  row.<Long>getAs(CUSTOMERS),
                  Objects.requireNonNull(SUM.in(row)),
                  row.<Long>getAs("least")));
    }
    return totals;
  }

  private List<Row> bucketTotals() {
    StackedRows own = stacked;
    if (own == null) {
      List<Column> totals = new ArrayList<>(SUM.of(col(VALUE)));
      totals.add(min(col(VALUE)).as("least"));
      return values
          .groupBy(col(SERIES), col(BUCKET))
          .agg(count(lit(1)).as(CUSTOMERS), totals.toArray(Column[]::new))
          .collectAsList();
    }
    List<Column> totals = new ArrayList<>(SUM.again());
    totals.add(min(col("least")).as("least"));
    return values
        .mapPartitions((MapPartitionsFunction<Row, Row>) own::totals, Encoders.row(TOTALS))
        .groupBy(col(SERIES), col(BUCKET))
        .agg(sum(col(CUSTOMERS)).as(CUSTOMERS), totals.toArray(Column[]::new))
        .collectAsList();
  }

  /** The values in the buckets that matter. */
  private Dataset<Row> needed(Lookup lookup) {
    StackedRows own = stacked;
    if (own == null) {
      UserDefinedFunction needed =
          udf(
              (UDF2<@Nullable Integer, @Nullable Integer, Boolean>) lookup::needs,
              DataTypes.BooleanType);
      return values.filter(needed.apply(col(SERIES), col(BUCKET)));
    }
    HashMap<Integer, HashSet<Integer>> wanted = lookup.buckets();
    return values.flatMap(
        (FlatMapFunction<Row, Row>)
            row -> {
              List<Row> found = new ArrayList<>(0);
              own.read(
                  row,
                  (series, bucket, value) -> {
                    HashSet<Integer> buckets = wanted.get(series);
                    if (buckets != null && buckets.contains(bucket)) {
                      found.add(RowFactory.create(series, bucket, value));
                    }
                  });
              return found.iterator();
            },
        Encoders.row(VALUES));
  }

  /**
   * Answers.
   *
   * @param groups the tie group of each question that has one
   * @param rankSums by series: Σ rank × value over all customers in ascending order, from rank 1
   * @param rankSumsBelow the same over the customers below the tie group of a question, of ranked
   *     series
   */
  public record Answers(
      Map<RankQuery, TieGroup> groups,
      Map<Integer, BigInteger> rankSums,
      Map<RankQuery, BigInteger> rankSumsBelow) {
    /** The tie group that answers a question; none where a top sum is never reached. */
    public Optional<TieGroup> find(RankQuery question) {
      return Optional.ofNullable(groups.get(question));
    }

    /** The tie group of a question that has an answer. */
    public TieGroup get(RankQuery question) {
      return Objects.requireNonNull(groups.get(question), question::toString);
    }
  }

  /**
   * Sorts inside the buckets that matter and reads the answers off: one job, one shuffle.
   *
   * @param totals what {@link #totals} gave
   * @param questions what is asked
   * @param ranked the series whose rank sums are wanted; these are sorted whole
   */
  public Answers answer(
      Map<Integer, SeriesTotals> totals, Collection<RankQuery> questions, Set<Integer> ranked) {
    Map<RankQuery, Integer> buckets = new LinkedHashMap<>();
    Lookup lookup = new Lookup(Set.copyOf(ranked), new HashMap<>());
    for (RankQuery question : questions) {
      SeriesTotals of = totals.get(question.series());
      if (of == null || of.customers() == 0) {
        continue;
      }
      Integer bucket =
          question instanceof RankQuery.AtRank at
              ? Integer.valueOf(of.bucketOfRank(at.rank()))
              : of.bucketOfTopSum(((RankQuery.AtTopSum) question).target());
      if (bucket != null) {
        buckets.put(question, bucket);
        lookup.add(question.series(), bucket, local(question, bucket, of));
      }
    }
    if (buckets.isEmpty() && ranked.isEmpty()) {
      return new Answers(Map.of(), Map.of(), Map.of());
    }
    List<Row> rows = sorted(lookup).collectAsList();
    return read(rows, totals, buckets, ranked);
  }

  private Dataset<Row> sorted(Lookup lookup) {
    UserDefinedFunction asked =
        udf(
            (UDF7<Integer, Integer, Long, Long, Long, BigDecimal, BigDecimal, Boolean>)
                lookup::matches,
            DataTypes.BooleanType);
    WindowSpec ascending = Window.partitionBy(col(SERIES), col(BUCKET)).orderBy(col(VALUE));
    WindowSpec before = ascending.rowsBetween(Window.unboundedPreceding(), -1);
    Column money = col(VALUE).cast("decimal(19,0)").multiply(col(CUSTOMERS).cast("decimal(10,0)"));
    Column zero = lit(BigDecimal.ZERO).cast("decimal(38,0)");
    Dataset<Row> groups =
        needed(lookup)
            .groupBy(col(SERIES), col(BUCKET), col(VALUE))
            .agg(count(lit(1)).as(CUSTOMERS))
            .withColumn("money", money.cast("decimal(38,0)"))
            .withColumn(
                "below",
                org.apache.spark.sql.functions.coalesce(sum(col(CUSTOMERS)).over(before), lit(0L)))
            .withColumn(
                "sum_below",
                org.apache.spark.sql.functions.coalesce(
                    sum(col("money")).over(before).cast("decimal(38,0)"), zero))
            .withColumn("next", lead(col(VALUE), 1).over(ascending));
    // Σ of the ranks r+1 … r+c is c·r + c·(c+1)/2.
    Column ranks =
        col(CUSTOMERS)
            .multiply(col("below"))
            .plus(
                org.apache.spark.sql.functions.shiftright(
                    col(CUSTOMERS).multiply(col(CUSTOMERS).plus(1)), 1));
    Column ranked =
        col(VALUE)
            .cast("decimal(19,0)")
            .multiply(ranks.cast("decimal(19,0)"))
            .cast("decimal(38,0)");
    Column answer =
        when(
            asked.apply(
                col(SERIES),
                col(BUCKET),
                col(VALUE),
                col(CUSTOMERS),
                col("below"),
                col("sum_below"),
                col("money")),
            struct(
                col(VALUE),
                col(CUSTOMERS),
                col("below"),
                col("sum_below"),
                col("next"),
                col("ranked_below")));
    return groups
        .withColumn("ranked", ranked)
        .withColumn(
            "ranked_below",
            org.apache.spark.sql.functions.coalesce(
                sum(col("ranked")).over(before).cast("decimal(38,0)"), zero))
        .groupBy(col(SERIES), col(BUCKET))
        .agg(sum(col("ranked")).as("ranked"), collect_list(answer).as("answers"));
  }

  private static Answers read(
      List<Row> rows,
      Map<Integer, SeriesTotals> totals,
      Map<RankQuery, Integer> buckets,
      Set<Integer> ranked) {
    Map<List<Integer>, List<Found>> found = new HashMap<>();
    Map<Integer, NavigableMap<Integer, BigInteger>> byBucket = new HashMap<>();
    for (Row row : rows) {
      int series = row.<Integer>getAs(SERIES);
      int bucket = row.<Integer>getAs(BUCKET);
      SeriesTotals of = Objects.requireNonNull(totals.get(series));
      long below = of.customersBelow(bucket);
      BigInteger sumBelow = of.sumBelow(bucket);
      // Inside the bucket ranks start at 1; the customers below it are carried over here.
      BigInteger carried =
          BigInteger.valueOf(below)
              .multiply(Objects.requireNonNull(of.buckets().get(bucket)).sum());
      byBucket
          .computeIfAbsent(series, key -> new TreeMap<>())
          .put(bucket, whole(row, "ranked").add(carried));
      List<Found> groups = new ArrayList<>();
      for (Row group : row.<Row>getList(row.fieldIndex("answers"))) {
        BigInteger sumInside = whole(group, "sum_below");
        Long next = group.getAs("next");
        groups.add(
            new Found(
                new TieGroup(
                    group.<Long>getAs(VALUE),
                    group.<Long>getAs(CUSTOMERS),
                    below + group.<Long>getAs("below"),
                    sumBelow.add(sumInside),
                    next == null ? of.leastAbove(bucket) : next),
                whole(group, "ranked_below").add(BigInteger.valueOf(below).multiply(sumInside))));
      }
      found.put(List.of(series, bucket), groups);
    }
    Map<Integer, BigInteger> rankSums = new HashMap<>();
    Map<List<Integer>, BigInteger> before = new HashMap<>();
    byBucket.forEach(
        (series, sums) -> {
          BigInteger soFar = BigInteger.ZERO;
          for (Map.Entry<Integer, BigInteger> entry : sums.entrySet()) {
            before.put(List.of(series, entry.getKey()), soFar);
            soFar = soFar.add(entry.getValue());
          }
          rankSums.put(series, soFar);
        });
    Map<RankQuery, TieGroup> answers = new HashMap<>();
    Map<RankQuery, BigInteger> rankSumsBelow = new HashMap<>();
    buckets.forEach(
        (question, bucket) -> {
          List<Integer> place = List.of(question.series(), bucket);
          SeriesTotals of = Objects.requireNonNull(totals.get(question.series()));
          for (Found one : found.getOrDefault(place, List.of())) {
            if (holds(question, one.group(), of.sum())) {
              answers.put(question, one.group());
              if (ranked.contains(question.series())) {
                BigInteger lower = Objects.requireNonNull(before.get(place));
                rankSumsBelow.put(question, lower.add(one.rankSumInside()));
              }
            }
          }
        });
    return new Answers(answers, rankSums, rankSumsBelow);
  }

  private static BigInteger whole(Row row, String column) {
    return row.<BigDecimal>getAs(column).toBigIntegerExact();
  }

  /** A tie group, and Σ rank × value over the customers below it in its own bucket. */
  private record Found(TieGroup group, BigInteger rankSumInside) {}

  private static boolean holds(RankQuery question, TieGroup group, BigInteger total) {
    if (question instanceof RankQuery.AtRank at) {
      return group.below() < at.rank() && at.rank() <= group.below() + group.customers();
    }
    BigInteger target = ((RankQuery.AtTopSum) question).target();
    BigInteger with = total.subtract(group.sumBelow());
    BigInteger own =
        BigInteger.valueOf(group.value()).multiply(BigInteger.valueOf(group.customers()));
    return with.compareTo(target) >= 0 && with.subtract(own).compareTo(target) < 0;
  }

  /** A question in the terms of its bucket: a local rank, or a local sum that stays below. */
  private static Local local(RankQuery question, int bucket, SeriesTotals of) {
    if (question instanceof RankQuery.AtRank at) {
      return new Local(at.rank() - of.customersBelow(bucket), null);
    }
    BigInteger target = ((RankQuery.AtTopSum) question).target();
    // top sum ≥ target ⇔ the sum of everything smaller ≤ total − target.
    BigInteger mostBelow = of.sum().subtract(target).subtract(of.sumBelow(bucket));
    return new Local(0, new BigDecimal(mostBelow));
  }

  private record Local(long rank, @Nullable BigDecimal mostBelow) implements Serializable {}

  /** Which buckets and, in them, which tie groups matter; travels to the tasks. */
  private record Lookup(Set<Integer> ranked, Map<List<Integer>, List<Local>> questions)
      implements Serializable {
    Lookup {
      ranked = new HashSet<>(ranked);
    }

    void add(int series, int bucket, Local local) {
      questions.computeIfAbsent(List.of(series, bucket), key -> new ArrayList<>()).add(local);
    }

    /** The buckets that are asked about, by series; none where whole series are ranked. */
    HashMap<Integer, HashSet<Integer>> buckets() {
      HashMap<Integer, HashSet<Integer>> buckets = new HashMap<>();
      questions
          .keySet()
          .forEach(
              key -> buckets.computeIfAbsent(key.get(0), s -> new HashSet<>()).add(key.get(1)));
      return buckets;
    }

    /** Spark may call this before the filter that drops null values, hence the check. */
    boolean needs(@Nullable Integer series, @Nullable Integer bucket) {
      if (series == null || bucket == null) {
        return false;
      }
      return ranked.contains(series) || questions.containsKey(List.of(series, bucket));
    }

    boolean matches(
        Integer series,
        Integer bucket,
        Long value,
        Long customers,
        Long below,
        BigDecimal sumBelow,
        BigDecimal money) {
      List<Local> asked = questions.get(List.of(series, bucket));
      if (asked == null) {
        return false;
      }
      for (Local local : asked) {
        BigDecimal most = local.mostBelow();
        boolean hit =
            most == null
                ? below < local.rank() && local.rank() <= below + customers
                : sumBelow.compareTo(most) <= 0 && sumBelow.add(money).compareTo(most) > 0;
        if (hit) {
          return true;
        }
      }
      return false;
    }
  }
}

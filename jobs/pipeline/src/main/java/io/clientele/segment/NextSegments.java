package io.clientele.segment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;

import io.clientele.feature.Staged;
import io.clientele.feature.UsualOrder;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.spark.Catalyst;
import io.clientele.spark.RowFunction;
import io.clientele.table.ExplanationTables;
import io.clientele.table.TableSpec;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What comes next for each buyer in each scheme: the first day on which silence brings another
 * segment, found by bisection, and the segment after one usual order. One pass over the customers
 * of the fold, no shuffle.
 */
public final class NextSegments implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many days after the as-of date a row is looked at: an INT column of {@link #input}. */
  public static final String DAYS_AHEAD = "days ahead";

  /** Whether one usual order is placed on the as-of date: a BOOLEAN column of {@link #input}. */
  public static final String ORDERED = "ordered";

  /** The columns of the table without the date, which follows from the days. */
  private static final StructType FOUND =
      new StructType(
          Arrays.stream(ExplanationTables.SEGMENT_OUTLOOK.ownSchema().fields())
              .filter(field -> !field.name().equals("next_on"))
              .toArray(StructField[]::new));

  private static final List<String> QUESTION = List.of(DAYS_AHEAD, ORDERED);
  private static final String USUAL_ORDER = "value of the usual order";

  /**
   * A scheme as tasks know it.
   *
   * @param segments by number
   * @param ranks by number of the segment; null where it has none
   * @param held the features over windows that its rules look at
   */
  public record InScheme(
      String name, ArrayList<String> segments, ArrayList<@Nullable Integer> ranks, String[] held)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The scheme. */
    public static InScheme of(Scheme scheme, List<String> held) {
      Map<String, @Nullable Integer> ranks = new HashMap<>();
      for (SegmentRule segment : scheme.file().allSegments()) {
        ranks.putIfAbsent(segment.name(), segment.rank());
      }
      ArrayList<@Nullable Integer> byNumber = new ArrayList<>();
      scheme.segmentNames().forEach(name -> byNumber.add(ranks.get(name)));
      return new InScheme(
          scheme.name(),
          new ArrayList<>(scheme.segmentNames()),
          byNumber,
          held.toArray(String[]::new));
    }

    private @Nullable String change(int from, int to) {
      Integer before = ranks.get(from);
      Integer after = ranks.get(to);
      if (before == null || after == null) {
        return null;
      }
      int change = Integer.compare(after, before);
      return change == 0 ? "none" : change > 0 ? "promotion" : "demotion";
    }
  }

  private final RowFunction segments;
  private final ArrayList<InScheme> schemes;
  private final LocalDate asOf;
  private final int days;

  /**
   * The search.
   *
   * @param segments the number of the segment in each scheme, of a row of {@link #input}
   * @param schemes in the same order
   * @param days how far ahead changes are looked for
   */
  public NextSegments(RowFunction segments, List<InScheme> schemes, LocalDate asOf, int days) {
    this.segments = segments;
    this.schemes = new ArrayList<>(schemes);
    this.asOf = asOf;
    this.days = days;
  }

  /**
   * The columns of a question: the day, whether the order is placed, and a customer of the fold.
   */
  public static StructType input(StructType customer) {
    StructType input =
        new StructType()
            .add(DAYS_AHEAD, DataTypes.IntegerType, false)
            .add(ORDERED, DataTypes.BooleanType, false);
    for (var field : customer.fields()) {
      input = input.add(field);
    }
    return input;
  }

  /**
   * The rows of {@code segment_outlook}, lazily.
   *
   * @param folded one row per customer with its totals
   */
  public Dataset<Row> of(Dataset<Row> folded) {
    List<Column> columns = new ArrayList<>();
    for (String name : segments.reads()) {
      if (!QUESTION.contains(name)) {
        columns.add(col("`" + name + "`"));
      }
    }
    columns.add(col(Staged.CUSTOMER_ID).as("id of the customer"));
    columns.add(UsualOrder.value().as(USUAL_ORDER));
    Dataset<Row> buyers =
        folded.filter(col(Staged.FREQUENCY).gt(0)).select(columns.toArray(Column[]::new));
    int reads = columns.size();
    JavaRDD<Row> rows =
        Catalyst.plans(buyers)
            .toRdd()
            .toJavaRDD()
            .mapPartitions(customers -> new Outlooks(customers, reads));
    return folded
        .sparkSession()
        .createDataFrame(rows, FOUND)
        .withColumn("next_on", date_add(lit(asOf), col("days_until")));
  }

  /** The rows of a partition, one customer at a time. */
  private final class Outlooks implements Iterator<Row> {
    private final Iterator<InternalRow> customers;
    private final int columns;
    private final UnaryOperator<InternalRow> function = segments.open();
    private final GenericInternalRow question;
    private final JoinedRow asked = new JoinedRow();
    private final int dayAt = segments.reads().indexOf(DAYS_AHEAD);
    private final int orderAt = segments.reads().indexOf(ORDERED);
    private final int[][] answers = new int[days + 1][];
    private final List<Integer> answered = new ArrayList<>();
    private Iterator<Row> ready = Collections.emptyIterator();

    Outlooks(Iterator<InternalRow> customers, int columns) {
      this.customers = customers;
      this.columns = columns;
      this.question = new GenericInternalRow((dayAt < 0 ? 0 : 1) + (orderAt < 0 ? 0 : 1));
    }

    @Override
    public boolean hasNext() {
      while (!ready.hasNext() && customers.hasNext()) {
        ready = outlook(customers.next()).iterator();
      }
      return ready.hasNext();
    }

    @Override
    public Row next() {
      return ready.next();
    }

    private List<Row> outlook(InternalRow customer) {
      answered.forEach(day -> answers[day] = null);
      answered.clear();
      int[] now = silent(customer, 0);
      int[] ordered = ask(customer, 1, true);
      int[] last = silent(customer, days);
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < now.length; i++) {
        int day = last[i] == now[i] ? 0 : firstDay(customer, i);
        if (day > 0 || ordered[i] != now[i]) {
          rows.add(
              row(
                  customer,
                  schemes.get(i),
                  now[i],
                  day,
                  day == 0 ? -1 : silent(customer, day)[i],
                  ordered[i]));
        }
      }
      return rows;
    }

    /** The segment is the present one on day {@code same} and another one on day {@code other}. */
    private int firstDay(InternalRow customer, int scheme) {
      int segment = silent(customer, 0)[scheme];
      int same = 0;
      int other = days;
      while (other - same > 1) {
        int middle = (same + other) >>> 1;
        if (silent(customer, middle)[scheme] == segment) {
          same = middle;
        } else {
          other = middle;
        }
      }
      return other;
    }

    private int[] silent(InternalRow customer, int day) {
      int[] known = answers[day];
      if (known == null) {
        known = ask(customer, day, false);
        answers[day] = known;
        answered.add(day);
      }
      return known;
    }

    private int[] ask(InternalRow customer, int day, boolean withOrder) {
      if (dayAt >= 0) {
        question.setInt(dayAt, day);
      }
      if (orderAt >= 0) {
        question.setBoolean(orderAt, withOrder);
      }
      InternalRow answer = function.apply(asked.apply(question, customer));
      int[] numbers = new int[schemes.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = answer.getInt(i);
      }
      return numbers;
    }

    private Row row(
        InternalRow customer, InScheme scheme, int now, int day, int next, int ordered) {
      boolean changes = day > 0;
      boolean orderChanges = ordered != now;
      return RowFactory.create(
          customer.getUTF8String(columns - 2).toString(),
          scheme.name(),
          scheme.segments().get(now),
          changes ? scheme.segments().get(next) : null,
          changes ? day : null,
          changes ? scheme.change(now, next) : null,
          orderChanges ? scheme.segments().get(ordered) : null,
          orderChanges ? scheme.change(now, ordered) : null,
          BigDecimal.valueOf(customer.getLong(columns - 1), TableSpec.STORED_SCALE),
          scheme.held());
    }
  }
}

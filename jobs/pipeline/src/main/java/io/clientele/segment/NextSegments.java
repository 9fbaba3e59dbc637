package io.clientele.segment;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.clientele.feature.Staged;
import io.clientele.feature.UsualOrder;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.spark.Catalyst;
import io.clientele.spark.Names;
import io.clientele.spark.RowFunction;
import io.clientele.table.CustomerTables;
import io.clientele.table.ExplanationTables;
import io.clientele.table.TableSpec;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What comes next for each buyer in each scheme: the first day on which silence brings another
 * segment, found by bisection, and the segment after one usual order. One pass over the customers
 * of the fold, no shuffle.
 */
public final class NextSegments implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many days after the as-of date a row is looked at: an INT column of {@link #later}. */
  public static final String DAYS_AHEAD = "days ahead";

  /** What a task tells of a customer: names are numbers, which are looked up afterwards. */
  private static final StructType FOUND =
      new StructType()
          .add(CustomerTables.CUSTOMER_ID, DataTypes.StringType, false)
          .add(ExplanationTables.SCHEME, DataTypes.IntegerType, false)
          .add("segment", DataTypes.IntegerType, false)
          .add("next_segment", DataTypes.IntegerType)
          .add("days_until", DataTypes.IntegerType)
          .add("next_rank_change", DataTypes.IntegerType)
          .add("order_segment", DataTypes.IntegerType)
          .add("order_rank_change", DataTypes.IntegerType)
          .add("usual_order", DataTypes.LongType, false);

  private static final List<String> CHANGES = List.of("demotion", "none", "promotion");
  private static final String ID = "id of the customer";
  private static final String USUAL_ORDER = "value of the usual order";
  private static final String SILENT = "what silence looks at";
  private static final String ORDERED = "what an order looks at";

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

    /** The place in {@link #CHANGES}; null where a segment has no rank. */
    private @Nullable Integer change(int from, int to) {
      Integer before = ranks.get(from);
      Integer after = ranks.get(to);
      return before == null || after == null
          ? null
          : Integer.valueOf(1 + Integer.compare(after, before));
    }
  }

  private final RowFunction silent;
  private final RowFunction ordered;
  private final ArrayList<InScheme> schemes;
  private final LocalDate asOf;
  private final int days;

  /**
   * The search.
   *
   * @param silent the number of the segment in each scheme after days of silence, of a row of
   *     {@link #later}
   * @param ordered the same on the day after one usual order, of a customer
   * @param schemes in the same order
   * @param days how far ahead changes are looked for
   */
  public NextSegments(
      RowFunction silent, RowFunction ordered, List<InScheme> schemes, LocalDate asOf, int days) {
    this.silent = silent;
    this.ordered = ordered;
    this.schemes = new ArrayList<>(schemes);
    this.asOf = asOf;
    this.days = days;
  }

  /** The columns of a customer on a later day: the day comes first. */
  public static StructType later(StructType customer) {
    StructType input = new StructType().add(DAYS_AHEAD, DataTypes.IntegerType, false);
    for (var field : customer.fields()) {
      input = input.add(field);
    }
    return input;
  }

  /**
   * The rows of {@code segment_outlook}, lazily.
   *
   * @param customers one row per customer with its totals and what the functions read
   */
  public Dataset<Row> of(Dataset<Row> customers) {
    Dataset<Row> buyers =
        customers
            .filter(col(Staged.FREQUENCY).gt(0))
            .select(
                reads(silent).as(SILENT),
                reads(ordered).as(ORDERED),
                col(Staged.CUSTOMER_ID).as(ID),
                UsualOrder.value().as(USUAL_ORDER));
    JavaRDD<InternalRow> rows =
        Catalyst.plans(buyers).toRdd().toJavaRDD().mapPartitions(Outlooks::new);
    List<String> segments = new ArrayList<>();
    schemes.forEach(scheme -> segments.addAll(scheme.segments()));
    Column held =
        array(schemes.stream().map(InScheme::held).map(NextSegments::texts).toArray(Column[]::new));
    return Catalyst.rows(customers.sparkSession(), rows, FOUND)
        .select(
            col(CustomerTables.CUSTOMER_ID),
            named(schemes.stream().map(InScheme::name).toList(), ExplanationTables.SCHEME),
            named(segments, "segment"),
            named(segments, "next_segment"),
            col("days_until"),
            date_add(lit(asOf), col("days_until")).as("next_on"),
            named(CHANGES, "next_rank_change"),
            named(segments, "order_segment"),
            named(CHANGES, "order_rank_change"),
            Catalyst.decimal(col("usual_order"), 18, TableSpec.STORED_SCALE).as("usual_order"),
            get(held, col(ExplanationTables.SCHEME)).as("held"));
  }

  private static Column named(List<String> names, String number) {
    return get(texts(names.toArray(String[]::new)), col(number)).as(number);
  }

  private static Column texts(String[] texts) {
    return array(Arrays.stream(texts).map(functions::lit).toArray(Column[]::new))
        .cast("array<string>");
  }

  private static Column reads(RowFunction function) {
    return struct(
        function.reads().stream()
            .filter(name -> !name.equals(DAYS_AHEAD))
            .map(name -> Names.column(name))
            .toArray(Column[]::new));
  }

  /** The rows of a partition, one customer at a time. */
  private final class Outlooks implements Iterator<InternalRow> {
    private final Iterator<InternalRow> customers;
    private final RowFunction.Opened later = silent.open();
    private final RowFunction.Opened afterOrder = ordered.open();
    private final boolean dayMatters = silent.reads().contains(DAYS_AHEAD);
    private final int silentColumns = silent.reads().size() - (dayMatters ? 1 : 0);
    private final int orderedColumns = ordered.reads().size();
    private final int[][] answers = new int[days + 1][];
    private final int[] firstSegments = new int[schemes.size()];
    private final List<Integer> answered = new ArrayList<>();
    private Iterator<InternalRow> ready = Collections.emptyIterator();

    Outlooks(Iterator<InternalRow> customers) {
      this.customers = customers;
      for (int i = 1; i < firstSegments.length; i++) {
        firstSegments[i] = firstSegments[i - 1] + schemes.get(i - 1).segments().size();
      }
    }

    @Override
    public boolean hasNext() {
      while (!ready.hasNext() && customers.hasNext()) {
        ready = outlook(customers.next()).iterator();
      }
      return ready.hasNext();
    }

    @Override
    public InternalRow next() {
      return ready.next();
    }

    private List<InternalRow> outlook(InternalRow customer) {
      answered.forEach(day -> answers[day] = null);
      answered.clear();
      later.set(dayMatters ? 1 : 0, customer.getStruct(0, silentColumns));
      afterOrder.set(0, customer.getStruct(1, orderedColumns));
      int[] now = silent(0);
      int[] after = new int[schemes.size()];
      afterOrder.ask(after);
      int[] last = silent(days);
      List<InternalRow> rows = new ArrayList<>();
      for (int i = 0; i < now.length; i++) {
        int day = last[i] == now[i] ? 0 : firstDay(i);
        if (day > 0 || after[i] != now[i]) {
          rows.add(row(customer, i, now[i], day, day == 0 ? -1 : silent(day)[i], after[i]));
        }
      }
      return rows;
    }

    /** The segment is the present one on the as-of date and another one on the last day. */
    private int firstDay(int scheme) {
      int segment = silent(0)[scheme];
      int same = 0;
      int other = days;
      while (other - same > 1) {
        int middle = (same + other) >>> 1;
        if (silent(middle)[scheme] == segment) {
          same = middle;
        } else {
          other = middle;
        }
      }
      return other;
    }

    private int[] silent(int day) {
      int[] known = answers[day];
      if (known == null) {
        if (dayMatters) {
          later.set(0, day);
        }
        known = new int[schemes.size()];
        later.ask(known);
        answers[day] = known;
        answered.add(day);
      }
      return known;
    }

    private InternalRow row(
        InternalRow customer, int scheme, int now, int day, int next, int afterOrder) {
      InScheme in = schemes.get(scheme);
      int first = firstSegments[scheme];
      boolean changes = day > 0;
      boolean orderChanges = afterOrder != now;
      return new GenericInternalRow(
          new @Nullable Object[] {
            customer.getUTF8String(2),
            scheme,
            first + now,
            changes ? first + next : null,
            changes ? day : null,
            changes ? in.change(now, next) : null,
            orderChanges ? first + afterOrder : null,
            orderChanges ? in.change(now, afterOrder) : null,
            customer.getLong(3)
          });
    }
  }
}

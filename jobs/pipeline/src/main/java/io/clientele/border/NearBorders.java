package io.clientele.border;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.NearBorderConfig;
import io.clientele.rule.CustomerRow;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SegmentRule;
import io.clientele.table.CustomerTables;
import io.clientele.table.ExplanationTables;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Who is about to change segment, found in one pass over rows that are there anyway. */
public final class NearBorders {
  private static final String VALUE = "DECIMAL(28,6)";

  /** What a task tells of a customer: names are numbers, which are decoded without copying text. */
  private static final StructType FOUND =
      new StructType()
          .add(CustomerTables.CUSTOMER_ID, DataTypes.BinaryType, false)
          .add("scheme", DataTypes.IntegerType, false)
          .add("segment", DataTypes.IntegerType, false)
          .add("feature", DataTypes.IntegerType, false)
          .add("value", VALUE, false)
          .add("border", VALUE, false)
          .add("distance", VALUE, false)
          .add("neighbour", DataTypes.IntegerType, false)
          .add("up", DataTypes.BooleanType, false)
          .add("change", DataTypes.IntegerType)
          .add("days_until", DataTypes.IntegerType);

  private static final List<String> CHANGES = List.of("demotion", "none", "promotion");

  /**
   * One scheme with where its segments end.
   *
   * @param byGroup the borders in each group of customers that are compared among themselves, by
   *     number; one for the whole base
   * @param group the column with the number of the customer's group; null for the whole base
   */
  public record Watch(Scheme scheme, List<SchemeBorders> byGroup, @Nullable String group) {}

  /** The same as it travels to the executors; numbers are places in the lists of all names. */
  private record Watched(
      int scheme,
      String segmentNumber,
      ArrayList<SchemeBorders> byGroup,
      @Nullable String group,
      HashMap<String, Integer> segments,
      int firstSegment,
      HashMap<String, Integer> ranks)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    static Watched of(int number, Watch watch, List<String> allSegments) {
      HashMap<String, Integer> segments = new HashMap<>();
      HashMap<String, Integer> ranks = new HashMap<>();
      for (String name : watch.scheme().segmentNames()) {
        segments.put(name, segments.size());
      }
      for (SegmentRule segment : watch.scheme().file().allSegments()) {
        Integer rank = segment.rank();
        if (rank != null) {
          ranks.put(segment.name(), rank);
        }
      }
      int first = allSegments.size();
      allSegments.addAll(watch.scheme().segmentNames());
      return new Watched(
          number,
          watch.scheme().numberColumn(),
          new ArrayList<>(watch.byGroup()),
          watch.group(),
          segments,
          first,
          ranks);
    }

    private int number(String segment) {
      return firstSegment + segments.getOrDefault(segment, 0);
    }
  }

  private NearBorders() {}

  /** promotion, demotion or none; null where a segment has no rank. */
  public static @Nullable String change(@Nullable Integer from, @Nullable Integer to) {
    Integer change = changed(from, to);
    return change == null ? null : CHANGES.get(change);
  }

  private static @Nullable Integer changed(@Nullable Integer from, @Nullable Integer to) {
    return from == null || to == null ? null : Integer.valueOf(1 + Integer.compare(to, from));
  }

  /** The columns of the features that the schemes' rules look at, as far as they are published. */
  public static Set<String> columns(List<Scheme> schemes, List<String> published) {
    Set<String> names = new LinkedHashSet<>();
    schemes.forEach(scheme -> names.addAll(SchemeBorders.looksAt(scheme)));
    names.retainAll(published);
    return names;
  }

  /**
   * The rows of {@code near_border}, lazily; narrow and without a shuffle.
   *
   * @param customers one row a customer: id, the number of the segment in each scheme, and {@link
   *     #columns}
   * @param watches in the order of the schemes
   */
  public static Dataset<Row> of(
      Dataset<Row> customers, List<Watch> watches, NearBorderConfig config) {
    List<Column> columns =
        new ArrayList<>(
            List.of(col(CustomerTables.CUSTOMER_ID).cast("binary").as(CustomerTables.CUSTOMER_ID)));
    ArrayList<Watched> watched = new ArrayList<>();
    List<String> schemes = new ArrayList<>();
    List<String> segments = new ArrayList<>();
    ArrayList<String> features = new ArrayList<>();
    Set<String> groups = new LinkedHashSet<>();
    for (Watch watch : watches) {
      watched.add(Watched.of(schemes.size(), watch, segments));
      schemes.add(watch.scheme().name());
      columns.add(col(watch.scheme().numberColumn()));
      watch.byGroup().forEach(one -> one.features().forEach(features::add));
      if (watch.group() != null) {
        groups.add(watch.group());
      }
    }
    groups.forEach(group -> columns.add(col(group)));
    columns(watches.stream().map(Watch::scheme).toList(), List.of(customers.columns()))
        .forEach(name -> columns.add(col(name)));
    ArrayList<String> named = new ArrayList<>(new LinkedHashSet<>(features));
    return customers
        .select(columns.toArray(Column[]::new))
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> new Found(rows, watched, named, config),
            Encoders.row(FOUND))
        .select(
            col(CustomerTables.CUSTOMER_ID).cast("string").as(CustomerTables.CUSTOMER_ID),
            name(schemes, "scheme").as(ExplanationTables.SCHEME),
            name(segments, "segment").as("segment"),
            name(named, "feature").as("feature"),
            col("value"),
            col("border"),
            col("distance"),
            name(segments, "neighbour").as("neighbour"),
            when(col("up"), Direction.UP.text()).otherwise(Direction.DOWN.text()).as("direction"),
            name(CHANGES, "change").as("rank_change"),
            col("days_until"));
  }

  private static Column name(List<String> names, String number) {
    return get(
        array(names.stream().map(n -> lit(n)).toArray(Column[]::new)).cast("array<string>"),
        col(number));
  }

  /** The rows of a partition, one customer at a time. */
  private static final class Found implements Iterator<Row> {
    private final Iterator<Row> customers;
    private final List<Watched> watched;
    private final NearBorderConfig config;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<List<Situations>> seen;
    private int[] segmentAt = new int[0];
    private int[] groupAt = new int[0];
    private @Nullable Map<String, Integer> positions;
    private Iterator<Row> ready = Collections.emptyIterator();

    Found(
        Iterator<Row> customers,
        List<Watched> watched,
        List<String> features,
        NearBorderConfig config) {
      this.customers = customers;
      this.watched = watched;
      this.config = config;
      features.forEach(feature -> numbers.put(feature, numbers.size()));
      this.seen =
          watched.stream()
              .map(one -> one.byGroup().stream().map(b -> b.situations(numbers)).toList())
              .toList();
    }

    @Override
    public boolean hasNext() {
      while (!ready.hasNext() && customers.hasNext()) {
        ready = near(customers.next()).iterator();
      }
      return ready.hasNext();
    }

    private List<Row> near(Row customer) {
      Map<String, Integer> places = positions;
      if (places == null) {
        places = CustomerRow.positions(customer.schema());
        positions = places;
        segmentAt =
            watched.stream().mapToInt(w -> customer.fieldIndex(w.segmentNumber())).toArray();
        groupAt =
            watched.stream()
                .mapToInt(w -> w.group() == null ? -1 : customer.fieldIndex(w.group()))
                .toArray();
      }
      Reach reach = new Reach(new CustomerRow(places, customer), config);
      List<Row> near = new ArrayList<>();
      for (int i = 0; i < segmentAt.length; i++) {
        Watched one = watched.get(i);
        int group = groupAt[i] < 0 ? 0 : customer.getInt(groupAt[i]);
        SchemeBorders.Near found =
            one.byGroup().get(group).near(reach, seen.get(i).get(group)).orElse(null);
        // The published segment is the truth: where it is not the judge's, nothing is foretold.
        if (found != null
            && one.number(found.segment()) == one.firstSegment() + customer.getInt(segmentAt[i])) {
          near.add(row(customer, one, found));
        }
      }
      return near;
    }

    private Row row(Row customer, Watched one, SchemeBorders.Near found) {
      Border near = found.border();
      return RowFactory.create(
          customer.get(0),
          one.scheme(),
          one.number(found.segment()),
          numbers.get(near.feature()),
          near.value(),
          near.border(),
          near.distance(),
          one.number(near.neighbour()),
          near.direction() == Direction.UP,
          changed(one.ranks().get(found.segment()), one.ranks().get(near.neighbour())),
          near.daysUntil());
    }

    @Override
    public Row next() {
      return ready.next();
    }
  }
}

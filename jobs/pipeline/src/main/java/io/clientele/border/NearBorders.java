package io.clientele.border;

import static org.apache.spark.sql.functions.col;

import io.clientele.config.NearBorderConfig;
import io.clientele.rule.CustomerRow;
import io.clientele.segment.Scheme;
import io.clientele.segment.SegmentRule;
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
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Who is about to change segment, found in one pass over rows that are there anyway. */
public final class NearBorders {

  /** One scheme with what the rows say of its segments. */
  private record Watched(SchemeBorders borders, HashMap<String, Integer> ranks)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    static Watched of(Scheme scheme, SchemeBorders borders) {
      HashMap<String, Integer> ranks = new HashMap<>();
      for (SegmentRule segment : scheme.file().allSegments()) {
        Integer rank = segment.rank();
        if (rank != null) {
          ranks.put(segment.name(), rank);
        }
      }
      return new Watched(borders, ranks);
    }

    @Nullable Row row(Reach reach, Situations seen) {
      Map<String, @Nullable Object> customer = reach.customer();
      SchemeBorders.Near found = borders.near(reach, seen).orElse(null);
      String scheme = borders.judge().scheme();
      // The published segment is the truth: where it is not the judge's, nothing is foretold.
      Object segment = customer.get(scheme);
      if (found == null || !found.segment().equals(segment)) {
        return null;
      }
      Border near = found.border();
      return RowFactory.create(
          customer.get(CustomerTables.CUSTOMER_ID),
          scheme,
          segment,
          near.feature(),
          near.value(),
          near.border(),
          near.distance(),
          near.neighbour(),
          near.direction().text(),
          change(ranks.get(segment), ranks.get(near.neighbour())),
          near.daysUntil());
    }
  }

  private NearBorders() {}

  /** promotion, demotion or none; null where a segment has no rank. */
  public static @Nullable String change(@Nullable Integer from, @Nullable Integer to) {
    if (from == null || to == null) {
      return null;
    }
    return to > from ? "promotion" : to < from ? "demotion" : "none";
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
   * @param customers one row a customer: id, one column a scheme, and {@link #columns}
   * @param borders by scheme, in the order of the schemes
   */
  public static Dataset<Row> of(
      Dataset<Row> customers, Map<Scheme, SchemeBorders> borders, NearBorderConfig config) {
    List<Column> columns = new ArrayList<>(List.of(col(CustomerTables.CUSTOMER_ID)));
    ArrayList<Watched> watched = new ArrayList<>();
    borders.forEach(
        (scheme, own) -> {
          columns.add(col(scheme.name()));
          watched.add(Watched.of(scheme, own));
        });
    columns(List.copyOf(borders.keySet()), List.of(customers.columns()))
        .forEach(name -> columns.add(col(name)));
    StructType schema =
        new StructType(
            java.util.Arrays.copyOfRange(
                ExplanationTables.NEAR_BORDER.schema().fields(),
                3,
                ExplanationTables.NEAR_BORDER.columns().size()));
    return customers
        .select(columns.toArray(Column[]::new))
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> new Found(rows, watched, config),
            Encoders.row(schema));
  }

  /** The rows of a partition, one customer at a time. */
  private static final class Found implements Iterator<Row> {
    private final Iterator<Row> customers;
    private final List<Watched> watched;
    private final NearBorderConfig config;
    private final List<Situations> seen;
    private @Nullable Map<String, Integer> positions;
    private Iterator<Row> ready = Collections.emptyIterator();

    Found(Iterator<Row> customers, List<Watched> watched, NearBorderConfig config) {
      this.customers = customers;
      this.watched = watched;
      this.config = config;
      Map<String, Integer> numbers = new HashMap<>();
      this.seen = watched.stream().map(one -> one.borders().situations(numbers)).toList();
    }

    @Override
    public boolean hasNext() {
      while (!ready.hasNext() && customers.hasNext()) {
        Row customer = customers.next();
        if (positions == null) {
          positions = CustomerRow.positions(customer.schema());
        }
        Reach reach = new Reach(new CustomerRow(positions, customer), config);
        List<Row> near = new ArrayList<>();
        for (int i = 0; i < watched.size(); i++) {
          Row row = watched.get(i).row(reach, seen.get(i));
          if (row != null) {
            near.add(row);
          }
        }
        ready = near.iterator();
      }
      return ready.hasNext();
    }

    @Override
    public Row next() {
      return ready.next();
    }
  }
}

package io.clientele.customer;

import io.clientele.feature.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Folds one task's events, sorted by party, into a row for each party. Memory grows with the types
 * of one party's events, never with their number.
 */
final class EventFold implements Iterator<Row> {
  static final String PARTY = "party";
  static final String TYPES = "types";
  static final String TYPE_DAYS = "type_days";
  static final String LEAST_BACK = "least_back";
  static final String OUTBOUND_BACK = "outbound_back";
  static final String DEVICE = "device";
  static final String COST = "cost";
  static final String SUPPORT = "support";
  static final String CAMPAIGN = "campaign";

  static final String COMPLAINT = "complaint";
  static final String EMAIL_OPEN = "email_open";

  /** The counts, in the order of their columns. */
  static final List<String> COUNTS =
      List.of(
          "interactions_365d",
          "inbound_contacts_365d",
          "complaints_365d",
          "support_contacts_365d",
          "engagements_90d",
          "opens_90d");

  /** What somebody does who is interested; an opened e-mail may be a machine's. */
  private static final Set<String> ENGAGEMENTS =
      Set.of(
          "click",
          "email_click",
          "visit",
          "site_visit",
          "view",
          "product_view",
          "price_or_delivery_page",
          "cart",
          "order_form");

  private static final Set<String> TROUBLES = Set.of(COMPLAINT, "support");
  private static final int YEAR = 365;
  private static final int QUARTER = 90;

  private final Iterator<PartyEvent> events;
  private final List<Span> spans;
  private final Map<String, Integer> least = new TreeMap<>();
  private final long[] counts = new long[COUNTS.size()];

  /** Of the whole time, then of each span: cost, support, campaigns. */
  private final long[][] costs;

  private int leastBack;
  private int outboundBack;
  private long deviceAt;
  private byte @Nullable [] device;
  private @Nullable PartyEvent pending;

  EventFold(Iterator<PartyEvent> events, List<Span> spans) {
    this.events = events;
    this.spans = spans;
    this.costs = new long[spans.size() + 1][3];
  }

  /** The name of a cost's column; null for the whole time. */
  static String in(@Nullable Span span, String cost) {
    return span == null ? cost : cost + "_" + span.suffix();
  }

  static StructType schema(List<Span> spans) {
    StructType schema =
        new StructType()
            .add(PARTY, DataTypes.BinaryType, false)
            .add(TYPES, DataTypes.createArrayType(DataTypes.StringType), false)
            .add(TYPE_DAYS, DataTypes.createArrayType(DataTypes.IntegerType), false)
            .add(LEAST_BACK, DataTypes.IntegerType, false)
            .add(OUTBOUND_BACK, DataTypes.IntegerType)
            .add(DEVICE, DataTypes.BinaryType);
    for (String count : COUNTS) {
      schema = schema.add(count, DataTypes.LongType, false);
    }
    List<@Nullable Span> all = new ArrayList<>();
    all.add(null);
    all.addAll(spans);
    for (Span span : all) {
      for (String cost : List.of(COST, SUPPORT, CAMPAIGN)) {
        schema = schema.add(in(span, cost), DataTypes.LongType, false);
      }
    }
    return schema;
  }

  @Override
  public boolean hasNext() {
    return pending != null || events.hasNext();
  }

  @Override
  public Row next() {
    PartyEvent first = pending;
    if (first == null) {
      if (!events.hasNext()) {
        throw new NoSuchElementException();
      }
      first = events.next();
    }
    begin();
    byte[] party = first.getParty();
    add(first);
    pending = null;
    while (events.hasNext()) {
      PartyEvent event = events.next();
      if (!Arrays.equals(party, event.getParty())) {
        pending = event;
        break;
      }
      add(event);
    }
    return row(party);
  }

  private void begin() {
    least.clear();
    Arrays.fill(counts, 0);
    for (long[] of : costs) {
      Arrays.fill(of, 0);
    }
    leastBack = Integer.MAX_VALUE;
    outboundBack = Integer.MAX_VALUE;
    deviceAt = Long.MIN_VALUE;
    device = null;
  }

  private void add(PartyEvent event) {
    int back = event.getBack();
    String type = event.getType();
    boolean trouble = TROUBLES.contains(type);
    least.merge(type, back, Math::min);
    leastBack = Math.min(leastBack, back);
    if (event.has(PartyEvent.OUTBOUND)) {
      outboundBack = Math.min(outboundBack, back);
    }
    if (back <= YEAR) {
      counts[0]++;
      counts[1] += event.has(PartyEvent.INBOUND) ? 1 : 0;
      counts[2] += type.equals(COMPLAINT) ? 1 : 0;
      counts[3] += trouble ? 1 : 0;
    }
    if (back <= QUARTER) {
      counts[4] += ENGAGEMENTS.contains(type) ? 1 : 0;
      counts[5] += type.equals(EMAIL_OPEN) ? 1 : 0;
    }
    cost(costs[0], event, trouble);
    for (int i = 0; i < spans.size(); i++) {
      if (spans.get(i).contains(back)) {
        cost(costs[i + 1], event, trouble);
      }
    }
    use(event);
  }

  private static void cost(long[] sums, PartyEvent event, boolean trouble) {
    long cost = event.getCost();
    sums[0] = Math.addExact(sums[0], cost);
    sums[1] = Math.addExact(sums[1], trouble ? cost : 0);
    sums[2] = Math.addExact(sums[2], event.has(PartyEvent.CAMPAIGN) ? cost : 0);
  }

  /** The device of the latest event that tells one; of equal times the greatest name. */
  private void use(PartyEvent event) {
    byte[] with = event.getDevice();
    if (with == null || event.getAt() < deviceAt) {
      return;
    }
    byte[] known = device;
    boolean better =
        known == null || event.getAt() > deviceAt || Arrays.compareUnsigned(with, known) > 0;
    if (better) {
      device = with;
      deviceAt = event.getAt();
    }
  }

  private Row row(byte[] party) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(party);
    values.add(least.keySet().toArray(String[]::new));
    values.add(least.values().toArray(Integer[]::new));
    values.add(leastBack);
    values.add(outboundBack == Integer.MAX_VALUE ? null : outboundBack);
    values.add(device);
    for (long count : counts) {
      values.add(count);
    }
    for (long[] of : costs) {
      for (long cost : of) {
        values.add(cost);
      }
    }
    return RowFactory.create(values.toArray());
  }
}

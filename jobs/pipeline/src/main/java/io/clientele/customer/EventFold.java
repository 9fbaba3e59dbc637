package io.clientele.customer;

import io.clientele.feature.Features;
import io.clientele.feature.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Folds one task's events, sorted by party, into a row for each party. Memory grows with the types
 * of one party's events, never with their number. Every row is the same object, filled anew.
 */
final class EventFold implements Iterator<InternalRow> {
  static final String PARTY = "party";
  static final String TYPES = "types";
  static final String TYPE_DAYS = "type_days";
  static final String LEAST_BACK = "least_back";
  static final String OUTBOUND_BACK = "outbound_back";
  static final String DEVICE = "device";
  static final String VIEWED = "viewed";
  static final String COUNT_KEYS = "count_keys";
  static final String COUNT_VALUES = "count_values";
  static final String COST = "cost";
  static final String SUPPORT = "support";
  static final String CAMPAIGN = "campaign";

  static final String COMPLAINT = "complaint";
  static final String EMAIL_OPEN = "email_open";

  private static final String INTERACTIONS = "interactions_365d";
  private static final String INBOUND = "inbound_contacts_365d";
  private static final String COMPLAINTS = "complaints_365d";
  private static final String SUPPORT_CONTACTS = "support_contacts_365d";
  private static final String ENGAGED = "engagements_90d";
  private static final String OPENS = "opens_90d";

  /** How many events of a kind there are. */
  static final List<String> COUNTS =
      List.of(INTERACTIONS, INBOUND, COMPLAINTS, SUPPORT_CONTACTS, ENGAGED, OPENS);

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
  private static final List<Integer> WINDOWS = Features.COUNTED_DAYS;
  private static final int YEAR = 365;
  private static final int QUARTER = 90;

  private final Iterator<PartyEvent> events;
  private final List<Span> spans;
  private final Map<String, Integer> least = new TreeMap<>();
  private final Costs lifetime = new Costs();
  private final List<Costs> spanned = new ArrayList<>();
  private final Supplier<InternalRow> row;
  private byte[] party = new byte[0];
  private long interactions;
  private long inbound;
  private long complaints;
  private long supportContacts;
  private long engaged;
  private long opens;
  private int leastBack;
  private int outboundBack;
  private final Map<String, int[]> counts = new TreeMap<>();
  private final Latest device = new Latest();
  private final Latest viewed = new Latest();
  private @Nullable PartyEvent pending;

  EventFold(Iterator<PartyEvent> events, List<Span> spans) {
    this.events = events;
    this.spans = spans;
    RowColumns columns = new RowColumns();
    columns.value(PARTY, () -> party);
    columns.value(
        TYPES,
        () -> new GenericArrayData(least.keySet().stream().map(UTF8String::fromString).toArray()));
    columns.value(TYPE_DAYS, () -> new GenericArrayData(least.values().toArray()));
    columns.value(LEAST_BACK, () -> leastBack);
    columns.value(OUTBOUND_BACK, () -> outboundBack == Integer.MAX_VALUE ? null : outboundBack);
    columns.value(DEVICE, device::value);
    columns.value(VIEWED, viewed::value);
    columns.value(COUNT_KEYS, this::countKeys);
    columns.value(COUNT_VALUES, this::countValues);
    columns.number(INTERACTIONS, () -> interactions);
    columns.number(INBOUND, () -> inbound);
    columns.number(COMPLAINTS, () -> complaints);
    columns.number(SUPPORT_CONTACTS, () -> supportContacts);
    columns.number(ENGAGED, () -> engaged);
    columns.number(OPENS, () -> opens);
    lifetime.declare(columns, null);
    for (Span span : spans) {
      Costs costs = new Costs();
      costs.declare(columns, span);
      spanned.add(costs);
    }
    this.row = columns.rows(schema(spans));
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
            .add(DEVICE, DataTypes.BinaryType)
            .add(VIEWED, DataTypes.BinaryType)
            .add(COUNT_KEYS, DataTypes.createArrayType(DataTypes.StringType), false)
            .add(COUNT_VALUES, DataTypes.createArrayType(DataTypes.IntegerType), false);
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
  public InternalRow next() {
    PartyEvent first = pending;
    if (first == null) {
      if (!events.hasNext()) {
        throw new NoSuchElementException();
      }
      first = events.next();
    }
    begin();
    party = first.getParty();
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
    return row.get();
  }

  private void begin() {
    least.clear();
    interactions = 0;
    inbound = 0;
    complaints = 0;
    supportContacts = 0;
    engaged = 0;
    opens = 0;
    lifetime.reset();
    spanned.forEach(Costs::reset);
    leastBack = Integer.MAX_VALUE;
    outboundBack = Integer.MAX_VALUE;
    counts.clear();
    device.reset();
    viewed.reset();
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
      interactions++;
      inbound += event.has(PartyEvent.INBOUND) ? 1 : 0;
      complaints += type.equals(COMPLAINT) ? 1 : 0;
      supportContacts += trouble ? 1 : 0;
    }
    if (back <= QUARTER) {
      engaged += ENGAGEMENTS.contains(type) ? 1 : 0;
      opens += type.equals(EMAIL_OPEN) ? 1 : 0;
    }
    lifetime.add(event, trouble);
    for (int i = 0; i < spans.size(); i++) {
      if (spans.get(i).contains(back)) {
        spanned.get(i).add(event, trouble);
      }
    }
    device.add(event.getDevice(), event.getAt());
    viewed.add(event.getViewed(), event.getAt());
    count(type, back);
  }

  private void count(String type, int back) {
    int[] counted = counts.computeIfAbsent(type, key -> new int[WINDOWS.size()]);
    for (int i = 0; i < counted.length; i++) {
      counted[i] += back <= WINDOWS.get(i) ? 1 : 0;
    }
  }

  private GenericArrayData countKeys() {
    List<Object> keys = new ArrayList<>();
    counts.forEach(
        (type, counted) -> {
          for (int i = 0; i < counted.length; i++) {
            if (counted[i] > 0) {
              keys.add(UTF8String.fromString(Features.countKey(type, WINDOWS.get(i))));
            }
          }
        });
    return new GenericArrayData(keys.toArray());
  }

  private GenericArrayData countValues() {
    List<Object> values = new ArrayList<>();
    counts
        .values()
        .forEach(counted -> Arrays.stream(counted).filter(n -> n > 0).forEach(values::add));
    return new GenericArrayData(values.toArray());
  }

  /** What the latest event says that says anything; of equal times the greatest. */
  private static final class Latest {
    private long at;
    private byte @Nullable [] value;

    void reset() {
      at = Long.MIN_VALUE;
      value = null;
    }

    void add(byte @Nullable [] said, long when) {
      if (said == null || when < at) {
        return;
      }
      byte[] known = value;
      if (known == null || when > at || Arrays.compareUnsigned(said, known) > 0) {
        value = said;
        at = when;
      }
    }

    byte @Nullable [] value() {
      return value;
    }
  }

  /** What contacts cost, in the whole time or in a span. */
  private static final class Costs {
    private long all;
    private long support;
    private long campaigns;

    void declare(RowColumns columns, @Nullable Span span) {
      columns.number(in(span, COST), () -> all);
      columns.number(in(span, SUPPORT), () -> support);
      columns.number(in(span, CAMPAIGN), () -> campaigns);
    }

    void reset() {
      all = 0;
      support = 0;
      campaigns = 0;
    }

    void add(PartyEvent event, boolean trouble) {
      long cost = event.getCost();
      all = Math.addExact(all, cost);
      support = Math.addExact(support, trouble ? cost : 0);
      campaigns = Math.addExact(campaigns, event.has(PartyEvent.CAMPAIGN) ? cost : 0);
    }
  }
}

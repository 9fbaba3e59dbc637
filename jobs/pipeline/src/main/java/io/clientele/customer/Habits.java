package io.clientele.customer;

import io.clientele.feature.Staged;
import io.clientele.ingest.OrderLine;
import io.clientele.ingest.ProductAttributes;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How, where and what one customer buys: the size of orders, the season, the latest place, the
 * assortment. Reused from customer to customer.
 */
final class Habits {
  /** Purchases that count for early buying are not older. */
  private static final int EARLY_WINDOW_DAYS = 730;

  private static final int EARLY_DAYS = 30;
  private static final int FOLLOWER_DAYS = 90;

  /** Whole seasons: December begins the winter of the next year. */
  private static final List<String> SEASONS = List.of("winter", "spring", "summer", "autumn");

  private final int asOfDay;
  private final ExactSum[] seasons = new ExactSum[4];
  private final Map<String, ExactSum> categories = new TreeMap<>();
  private final Map<String, Map<String, Long>> brands = new TreeMap<>();
  private final Map<String, Long> brandedOrders = new HashMap<>();
  private final Map<ByteBuffer, Launch> launches = new HashMap<>();
  private final Set<List<String>> brandsOfOrder = new HashSet<>();
  private long[] units = new long[16];
  private int orders;
  private final ExactSum unitsOfOrder = new ExactSum();
  private byte[] attributes = new byte[0];
  private int attributesDay;

  private String mainCategory = "";
  private @Nullable String mainBrand;
  private long ordersOfMainBrand;
  private int season;
  private Place place = Place.UNKNOWN;

  private record Launch(int launchDay, int firstBuy) {}

  /** Where the customer bought last; empty where unknown. */
  private record Place(String country, String store, String channel) {
    static final Place UNKNOWN = new Place("", "", "");

    static Place of(List<String> parts) {
      return new Place(parts.get(0), parts.get(1), parts.get(2));
    }
  }

  Habits(int asOfDay) {
    this.asOfDay = asOfDay;
    Arrays.setAll(seasons, i -> new ExactSum());
  }

  void reset() {
    for (ExactSum season : seasons) {
      season.reset();
    }
    categories.clear();
    brands.clear();
    brandedOrders.clear();
    launches.clear();
    brandsOfOrder.clear();
    orders = 0;
    unitsOfOrder.reset();
    attributes = new byte[0];
  }

  /** Any accepted line: the latest day tells the attributes, equal days the greatest text. */
  void line(OrderLine line) {
    byte[] own = line.getAttributes();
    boolean newer =
        own.length > 0
            && (attributes.length == 0
                || line.getDay() > attributesDay
                || (line.getDay() == attributesDay && Arrays.compareUnsigned(own, attributes) > 0));
    if (newer) {
      attributes = own;
      attributesDay = line.getDay();
    }
  }

  /** A sale line of positive value. */
  void purchase(OrderLine line) {
    seasons[LocalDate.ofEpochDay(line.getDay()).getMonthValue() % 12 / 3].add(line.getRevenue());
    if (line.has(OrderLine.QUANTITY_KNOWN)) {
      unitsOfOrder.add(line.getQuantity());
    }
    byte[] packed = line.getFacts();
    if (packed.length > 0) {
      ProductAttributes facts = ProductAttributes.parse(packed);
      if (!facts.category().isEmpty()) {
        categories.computeIfAbsent(facts.category(), c -> new ExactSum()).add(line.getRevenue());
      }
      if (!facts.brand().isEmpty()) {
        brandsOfOrder.add(List.of(facts.category(), facts.brand()));
      }
      Integer launch = facts.launchDay();
      boolean recent = asOfDay - line.getDay() <= EARLY_WINDOW_DAYS;
      if (launch != null && recent && line.getProduct().length > 0) {
        launches.merge(
            ByteBuffer.wrap(line.getProduct()),
            new Launch(launch, line.getDay()),
            (a, b) -> a.firstBuy() <= b.firstBuy() ? a : b);
      }
    }
  }

  /** The end of an order; only purchases count. */
  void finishOrder(boolean isPurchase) {
    if (isPurchase) {
      if (orders == units.length) {
        units = Arrays.copyOf(units, orders * 2);
      }
      units[orders++] = unitsOfOrder.total().longValueExact();
      if (!brandsOfOrder.isEmpty()) {
        addBrands();
      }
    }
    unitsOfOrder.reset();
    brandsOfOrder.clear();
  }

  private void addBrands() {
    Set<String> categoriesOfOrder = new HashSet<>();
    for (List<String> of : brandsOfOrder) {
      brands
          .computeIfAbsent(of.get(0), category -> new TreeMap<>())
          .merge(of.get(1), 1L, Long::sum);
      categoriesOfOrder.add(of.get(0));
    }
    categoriesOfOrder.forEach(category -> brandedOrders.merge(category, 1L, Long::sum));
  }

  /** Declares its columns; they are read after {@link #finish}. */
  void declare(RowColumns columns) {
    columns.text(Staged.LINE_COUNTRY, () -> nullable(place.country()));
    columns.text(Staged.LINE_STORE, () -> nullable(place.store()));
    columns.text(Staged.LINE_CHANNEL, () -> nullable(place.channel()));
    columns.text(Staged.MAIN_CATEGORY, () -> nullable(mainCategory));
    columns.text(Staged.MAIN_BRAND, () -> mainBrand);
    columns.text(Staged.TOP_SEASON, () -> season < 0 ? null : SEASONS.get(season));
    columns.number(
        Staged.TOP_SEASON_AMOUNT, () -> season < 0 ? 0L : seasons[season].total().longValueExact());
    columns.value(Staged.ORDER_UNITS_TWICE, this::orderUnitsTwice);
    columns.number(Staged.BRAND_ORDERS, () -> brandedOrders.getOrDefault(mainCategory, 0L));
    columns.number(Staged.TOP_BRAND_ORDERS, () -> ordersOfMainBrand);
    columns.number(Staged.EARLY_BUYS, () -> boughtWithin(-1, EARLY_DAYS));
    columns.number(Staged.FOLLOWER_BUYS, () -> boughtWithin(EARLY_DAYS, FOLLOWER_DAYS));
    columns.number(Staged.ELIGIBLE_PRODUCTS, () -> launches.size());
  }

  /** The end of the customer: what its columns share is found once. */
  void finish() {
    String category = largest(categories);
    mainCategory = category == null ? "" : category;
    mainBrand = null;
    ordersOfMainBrand = 0;
    for (Map.Entry<String, Long> entry : brands.getOrDefault(mainCategory, Map.of()).entrySet()) {
      if (entry.getValue() > ordersOfMainBrand) {
        mainBrand = entry.getKey();
        ordersOfMainBrand = entry.getValue();
      }
    }
    season = topSeason();
    place = attributes.length == 0 ? Place.UNKNOWN : Place.of(ProductAttributes.parts(attributes));
  }

  /** Products first bought more than {@code after} and at most {@code upTo} days after launch. */
  private long boughtWithin(int after, int upTo) {
    long products = 0;
    for (Launch launch : launches.values()) {
      int days = launch.firstBuy() - launch.launchDay();
      if (days > after && days <= upTo) {
        products++;
      }
    }
    return products;
  }

  private static @Nullable String nullable(String text) {
    return text.isEmpty() ? null : text;
  }

  /** The name with the greatest sum; of equal ones the first by name. */
  private static @Nullable String largest(Map<String, ExactSum> sums) {
    Map.Entry<String, ExactSum> best = null;
    for (Map.Entry<String, ExactSum> entry : sums.entrySet()) {
      if (best == null || entry.getValue().total().compareTo(best.getValue().total()) > 0) {
        best = entry;
      }
    }
    return best == null ? null : best.getKey();
  }

  private int topSeason() {
    int top = -1;
    for (int i = 0; i < seasons.length; i++) {
      if (seasons[i].signum() > 0
          && (top < 0 || seasons[i].total().compareTo(seasons[top].total()) > 0)) {
        top = i;
      }
    }
    return top;
  }

  private @Nullable Long orderUnitsTwice() {
    if (orders == 0) {
      return null;
    }
    Arrays.sort(units, 0, orders);
    return Math.addExact(units[(orders - 1) / 2], units[orders / 2]);
  }
}

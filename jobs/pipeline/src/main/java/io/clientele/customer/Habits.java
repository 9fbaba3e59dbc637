package io.clientele.customer;

import io.clientele.feature.Staged;
import io.clientele.ingest.OrderLine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
  private boolean unitsKnown;
  private byte[] country = new byte[0];
  private byte[] store = new byte[0];
  private byte[] channel = new byte[0];
  private int placeDay;

  private String mainCategory = "";
  private @Nullable String mainBrand;
  private long ordersOfMainBrand;
  private int season;

  private record Launch(int launchDay, int firstBuy) {}

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
    unitsKnown = false;
    placeDay = OrderLine.NEVER;
  }

  /** Any accepted line: the latest day tells the place, equal days the greatest names. */
  void line(OrderLine line) {
    if (line.getDay() > placeDay || (line.getDay() == placeDay && isGreater(line))) {
      country = line.getCountry();
      store = line.getStore();
      channel = line.getChannel();
      placeDay = line.getDay();
    }
  }

  private boolean isGreater(OrderLine line) {
    int compared = Arrays.compareUnsigned(line.getCountry(), country);
    if (compared == 0) {
      compared = Arrays.compareUnsigned(line.getStore(), store);
    }
    if (compared == 0) {
      compared = Arrays.compareUnsigned(line.getChannel(), channel);
    }
    return compared > 0;
  }

  /** A sale line of positive value. */
  void purchase(OrderLine line) {
    seasons[LocalDate.ofEpochDay(line.getDay()).getMonthValue() % 12 / 3].add(line.getRevenue());
    if (line.has(OrderLine.QUANTITY_KNOWN)) {
      unitsOfOrder.add(line.getQuantity());
      unitsKnown = true;
    }
    if (line.getCategory().length > 0) {
      categories
          .computeIfAbsent(text(line.getCategory()), c -> new ExactSum())
          .add(line.getRevenue());
    }
    if (line.getBrand().length > 0) {
      brandsOfOrder.add(List.of(text(line.getCategory()), text(line.getBrand())));
    }
    boolean recent = asOfDay - line.getDay() <= EARLY_WINDOW_DAYS;
    if (line.getLaunchDay() != OrderLine.NEVER && recent && line.getProduct().length > 0) {
      launches.merge(
          ByteBuffer.wrap(line.getProduct()),
          new Launch(line.getLaunchDay(), line.getDay()),
          (a, b) -> a.firstBuy() <= b.firstBuy() ? a : b);
    }
  }

  /** The end of an order; only purchases count. */
  void finishOrder(boolean isPurchase) {
    if (isPurchase && unitsKnown) {
      if (orders == units.length) {
        units = Arrays.copyOf(units, orders * 2);
      }
      units[orders++] = unitsOfOrder.total().longValueExact();
    }
    if (isPurchase && !brandsOfOrder.isEmpty()) {
      addBrands();
    }
    unitsOfOrder.reset();
    unitsKnown = false;
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
    columns.text(Staged.LINE_COUNTRY, () -> nullable(text(country)));
    columns.text(Staged.LINE_STORE, () -> nullable(text(store)));
    columns.text(Staged.LINE_CHANNEL, () -> nullable(text(channel)));
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

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
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

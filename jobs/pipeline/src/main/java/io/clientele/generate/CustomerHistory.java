package io.clientele.generate;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The whole history of one customer, from the recipe's seed and the customer's number alone. */
final class CustomerHistory {
  private static final List<String> STORES = List.of("Harbour", "Market square", "Old town");
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final Recipe recipe;
  private final long number;
  private final SplittableRandom random;
  private final Profile profile;
  private final Traits traits;
  private final SplittableRandom whims;
  private final int brand;
  private final int category;
  private final List<RawLine> lines = new ArrayList<>();
  private int lineNumber;

  /**
   * What was ordered, without returns and without trouble.
   *
   * @param cents what had to be paid
   */
  record Order(String id, LocalDate day, long cents) {}

  private CustomerHistory(Recipe recipe, long number) {
    this.recipe = recipe;
    this.number = number;
    this.random = new SplittableRandom(recipe.seed() * GOLDEN + number);
    this.profile = Profile.at(random.nextDouble());
    this.traits = Traits.of(recipe, number);
    this.whims = Traits.random(recipe, number, 8);
    this.brand = whims.nextInt(Catalogue.brands());
    this.category = whims.nextInt(Catalogue.categories());
  }

  static List<RawLine> of(Recipe recipe, long number) {
    CustomerHistory history = new CustomerHistory(recipe, number);
    history.live();
    return history.lines;
  }

  /** The orders, the earliest first; none for who only registered. */
  static List<Order> orders(Recipe recipe, long number) {
    if (number >= recipe.customers()) {
      return List.of();
    }
    Map<String, Order> orders = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (RawLine line : of(recipe, number)) {
      // Trouble sends lines twice, or spoils them: what happened is still known here.
      boolean sold = line.kind().equals("sale") && !line.orderId().isEmpty();
      if (sold && seen.add(line.lineId())) {
        long cents = line.amount().unscaledValue().abs().longValueExact();
        Order now = new Order(line.orderId(), line.orderedAt().toLocalDate(), cents);
        orders.merge(
            now.id(),
            now,
            (known, more) -> new Order(known.id(), known.day(), known.cents() + more.cents()));
      }
    }
    return List.copyOf(orders.values());
  }

  /** The day of the first order; null without one. */
  static @Nullable LocalDate firstDay(Recipe recipe, long number) {
    List<Order> orders = orders(recipe, number);
    return orders.isEmpty() ? null : orders.get(0).day();
  }

  static Profile profileOf(Recipe recipe, long number) {
    return new CustomerHistory(recipe, number).profile;
  }

  static String id(long number) {
    return String.format("C%08d", number);
  }

  private void live() {
    long days = ChronoUnit.DAYS.between(recipe.from(), recipe.to());
    // Half of the base was there in the first third; the rest joined evenly.
    double start = random.nextDouble();
    long day = (long) (days * (start < 0.5 ? start * 2 / 3 : 1.0 / 3 + (start - 0.5) * 4 / 3));
    long end = profile.stops() ? day + (long) ((days - day) * random.nextDouble() * 0.7) : days;
    double spending = StrictMath.exp(0.7 * gaussian());
    int order = 0;
    while (day < Math.max(end, day + (order == 0 ? 1 : 0)) && day < days) {
      LocalDate date = recipe.from().plusDays(day);
      if (traits.season() < 0 || traits.season() == date.getMonthValue() % 12 / 3) {
        order(order, date, spending);
        order++;
      }
      double gap = -StrictMath.log(1 - random.nextDouble()) * profile.gapDays();
      day += Math.max(1, (long) gap);
      if (order >= 1 && profile == Profile.ONE_TIME) {
        break;
      }
    }
  }

  private void order(int order, LocalDate day, double spending) {
    String orderId = "O" + Long.toString(number, 36) + "-" + order;
    LocalDateTime at = day.atTime(8 + random.nextInt(12), random.nextInt(60));
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      int wanted = (int) (Catalogue.PRODUCTS * random.nextDouble() * random.nextDouble());
      int product = chosen(wanted, ChronoUnit.DAYS.between(recipe.from(), day));
      int quantity = (1 + random.nextInt(3)) * traits.units();
      long cents =
          Math.max(
              50,
              (long) (profile.basket() * 100.0 * spending * (0.3 + random.nextDouble()) / count));
      boolean bargain = traits.habit() == Traits.Habit.BARGAINS;
      boolean reduced = random.nextDouble() < 0.15;
      long discount = bargain ? cents * 45 / 100 : reduced ? cents / 10 : 0;
      boolean known = random.nextDouble() < 0.97 && traits.habit() != Traits.Habit.UNCOSTED;
      // Every twentieth product is sold below its cost, and so is what only bargains sell.
      long usual = product % 20 == 7 ? cents * 11 / 10 : cents * (45 + product % 30) / 100;
      long cost = bargain ? cents * 95 / 100 : usual;
      sale(orderId, at, product, quantity, cents - discount, known ? cost : -1, discount);
      double back = traits.habit() == Traits.Habit.RETURNS ? 0.75 : 0.04;
      if (random.nextDouble() < back) {
        LocalDateTime returned = at.plusDays(3 + random.nextInt(20));
        if (returned.toLocalDate().isBefore(recipe.to())) {
          add(
              line(
                  orderId,
                  customer(),
                  product,
                  returned,
                  -quantity,
                  -(cents - discount),
                  known ? cost : -1,
                  0,
                  "return"));
        }
      }
    }
  }

  /** What is taken where a product is wanted: by brand, by novelty, and only what is on sale. */
  private int chosen(int wanted, long day) {
    double whim = whims.nextDouble();
    if (traits.habit() == Traits.Habit.PIONEER && whim < 0.6) {
      return Catalogue.recent(recipe, wanted, day, whims);
    }
    int product = whims.nextDouble() < 0.5 ? Catalogue.ofCategory(wanted, category) : wanted;
    if (whim < traits.faithful()) {
      product = Catalogue.ofBrand(product, brand);
    }
    return Catalogue.onSale(recipe, product, day);
  }

  private void sale(
      String orderId,
      LocalDateTime at,
      int product,
      int quantity,
      long cents,
      long cost,
      long discount) {
    RawLine line = line(orderId, customer(), product, at, quantity, cents, cost, discount, "sale");
    if (recipe.trouble()) {
      trouble(line);
    } else {
      add(line);
    }
  }

  private void trouble(RawLine line) {
    double kind = random.nextDouble();
    if (kind < 0.004) {
      // Sent twice: the same line once more.
      add(line);
      add(line);
    } else if (kind < 0.008) {
      // Corrected later: a newer version with another amount.
      add(line);
      add(
          with(
              line, 2, line.amount().subtract(new BigDecimal("0.10")), line.orderId(), null, null));
    } else if (kind < 0.0085) {
      // Two systems, one version, two truths.
      add(line);
      add(with(line, 1, line.amount().add(new BigDecimal("1.00")), line.orderId(), null, null));
    } else if (kind < 0.0095) {
      add(with(line, 1, line.amount(), line.orderId(), "2025-02-30 10:00:00", null));
    } else if (kind < 0.0105) {
      add(with(line, 1, line.amount(), line.orderId(), null, "1,234.50"));
    } else if (kind < 0.011) {
      add(with(line, 1, line.amount(), "", null, null));
    } else if (kind < 0.0115) {
      add(with(line, 1, line.amount().negate(), line.orderId(), null, null));
    } else if (kind < 0.012) {
      add(with(line, 1, line.amount(), line.orderId(), "3025-01-15 09:30:00", null));
    } else if (kind < 0.0125) {
      add(with(line, 1, line.amount(), line.orderId(), null, "99999999999999999999.99"));
    } else {
      add(line);
    }
  }

  /** One sale in fifty is anonymous, if there is to be trouble. */
  private @Nullable String customer() {
    return recipe.trouble() && random.nextDouble() < 0.02 ? null : id(number);
  }

  private RawLine line(
      String orderId,
      @Nullable String customer,
      int product,
      LocalDateTime at,
      int quantity,
      long cents,
      long cost,
      long discount,
      String kind) {
    return new RawLine(
        orderId + "-" + lineNumber++,
        1,
        orderId,
        customer,
        Catalogue.id(product),
        at,
        quantity,
        BigDecimal.valueOf(cents, 2),
        cost < 0 ? null : BigDecimal.valueOf(cost, 2),
        BigDecimal.valueOf(discount, 2),
        kind,
        traits.online() ? null : STORES.get((int) (number % STORES.size())),
        traits.online() ? "web" : "store",
        null,
        null);
  }

  private static RawLine with(
      RawLine line,
      int version,
      BigDecimal amount,
      String orderId,
      @Nullable String brokenDate,
      @Nullable String brokenAmount) {
    return new RawLine(
        line.lineId(),
        version,
        orderId,
        line.customerId(),
        line.productId(),
        line.orderedAt(),
        line.quantity(),
        amount,
        line.cost(),
        line.discount(),
        line.kind(),
        line.store(),
        line.channel(),
        brokenDate,
        brokenAmount);
  }

  private void add(RawLine line) {
    lines.add(line);
  }

  /** Box–Muller with StrictMath, so that every machine gives the same bits. */
  private double gaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}

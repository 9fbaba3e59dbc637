package io.clientele.generate;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The whole history of one customer, from the recipe's seed and the customer's number alone. */
final class CustomerHistory {
  private static final int PRODUCTS = 2_000;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final Recipe recipe;
  private final long number;
  private final SplittableRandom random;
  private final Profile profile;
  private final List<RawLine> lines = new ArrayList<>();
  private int lineNumber;

  private CustomerHistory(Recipe recipe, long number) {
    this.recipe = recipe;
    this.number = number;
    this.random = new SplittableRandom(recipe.seed() * GOLDEN + number);
    this.profile = Profile.at(random.nextDouble());
  }

  static List<RawLine> of(Recipe recipe, long number) {
    CustomerHistory history = new CustomerHistory(recipe, number);
    history.live();
    return history.lines;
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
      order(order, recipe.from().plusDays(day), spending);
      order++;
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
      int product = (int) (PRODUCTS * random.nextDouble() * random.nextDouble());
      int quantity = 1 + random.nextInt(3);
      long cents =
          Math.max(
              50,
              (long) (profile.basket() * 100.0 * spending * (0.3 + random.nextDouble()) / count));
      long discount = random.nextDouble() < 0.15 ? cents / 10 : 0;
      boolean known = random.nextDouble() < 0.97;
      // Every twentieth product is sold below its cost.
      long cost = product % 20 == 7 ? cents * 11 / 10 : cents * (45 + product % 30) / 100;
      sale(orderId, at, product, quantity, cents - discount, known ? cost : -1, discount);
      if (random.nextDouble() < 0.04) {
        LocalDateTime back = at.plusDays(3 + random.nextInt(20));
        if (back.toLocalDate().isBefore(recipe.to())) {
          add(
              line(
                  orderId,
                  customer(),
                  product,
                  back,
                  -quantity,
                  -(cents - discount),
                  known ? cost : -1,
                  0,
                  "return"));
        }
      }
    }
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
        String.format("P%04d", product),
        at,
        quantity,
        BigDecimal.valueOf(cents, 2),
        cost < 0 ? null : BigDecimal.valueOf(cost, 2),
        BigDecimal.valueOf(discount, 2),
        kind,
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

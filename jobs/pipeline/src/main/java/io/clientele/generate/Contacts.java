package io.clientele.generate;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Contacts in both directions: what customers and leads do, and what the shop does. */
final class Contacts implements ShopTable {
  private static final List<String> DEVICES = List.of("phone", "computer", "tablet");

  private static final Set<String> OURS = Set.of("email_sent", "call", "meeting");

  @Override
  public String name() {
    return "interactions";
  }

  @Override
  public StructType schema() {
    return new StructType()
        .add("customer_id", DataTypes.StringType)
        .add("lead_id", DataTypes.StringType)
        .add("happened_at", DataTypes.TimestampType)
        .add("event", DataTypes.StringType)
        .add("direction", DataTypes.StringType)
        .add("cost", DataTypes.createDecimalType(12, 2))
        .add("device", DataTypes.StringType)
        .add("order_id", DataTypes.StringType)
        .add("product_id", DataTypes.StringType)
        .add("campaign_id", DataTypes.StringType);
  }

  /** Customers first, leads behind them. */
  @Override
  public long numbers(Recipe recipe) {
    return new People().numbers(recipe) + new Prospects().numbers(recipe);
  }

  @Override
  public List<Object[]> rows(Recipe recipe, long number) {
    long people = new People().numbers(recipe);
    SplittableRandom random = Traits.random(recipe, number, 2);
    Events events = new Events(recipe, random);
    if (number < people) {
      ofCustomer(recipe, number, events, random);
    } else {
      ofLead(recipe, number - people, events, random);
    }
    return events.rows;
  }

  private static void ofCustomer(
      Recipe recipe, long number, Events events, SplittableRandom random) {
    events.customer = CustomerHistory.id(number);
    Traits traits = Traits.of(recipe, number);
    List<CustomerHistory.Order> orders = CustomerHistory.orders(recipe, number);
    for (CustomerHistory.Order order : orders) {
      if (traits.habit() == Traits.Habit.DEMANDING) {
        events.order = order.id();
        events.add("support", order.day().plusDays(2), 1800);
        events.add("support", order.day().plusDays(5), 1800);
        if (random.nextDouble() < 0.4) {
          events.add("complaint", order.day().plusDays(6), 2500);
        }
        events.order = null;
      } else if (random.nextDouble() < 0.02) {
        events.add("complaint", order.day().plusDays(4), 2500);
      }
    }
    if (traits.online() && random.nextDouble() < 0.6) {
      int visits = random.nextInt(6);
      for (int i = 0; i < visits; i++) {
        LocalDate day = recipe.to().minusDays(1L + random.nextInt(120));
        events.add("site_visit", day, 0);
        if (random.nextDouble() < 0.5) {
          events.product = Catalogue.id(random.nextInt(Catalogue.PRODUCTS));
          events.add("product_view", day, 0);
          if (random.nextDouble() < 0.2) {
            events.add("cart", day, 0);
          }
          events.product = null;
        }
      }
    }
    if (random.nextDouble() < 0.35) {
      LocalDate day = recipe.to().minusDays(20L + random.nextInt(70));
      events.campaign = "autumn letter";
      events.add("email_sent", day, 2);
      int opens = random.nextInt(5);
      for (int i = 0; i < opens; i++) {
        events.add("email_open", day.plusDays(1), 0);
      }
      if (random.nextDouble() < 0.2) {
        events.add("email_click", day.plusDays(1), 0);
      }
      events.campaign = null;
    }
    if (orders.size() >= 8 && random.nextDouble() < 0.3) {
      events.add("call", recipe.to().minusDays(1L + random.nextInt(200)), 400);
    }
  }

  private static void ofLead(Recipe recipe, long number, Events events, SplittableRandom random) {
    events.lead = Prospects.id(number);
    LocalDate created = Prospects.createdOn(recipe, number);
    events.add("register", created, 0);
    switch (Prospects.Kind.of(number)) {
      case HOT -> {
        events.add("quote_request", recipe.to().minusDays(17), 0);
        events.add("inbound_call", recipe.to().minusDays(16), 400);
        events.add("price_or_delivery_page", recipe.to().minusDays(16), 0);
      }
      case WARM -> {
        events.add("cart", recipe.to().minusDays(18L + random.nextInt(3)), 0);
        events.add("site_visit", recipe.to().minusDays(17), 0);
      }
      case MET -> events.add("meeting", recipe.to().minusDays(20), 3000);
      case COLD -> events.add("email_open", recipe.to().minusDays(20L + random.nextInt(60)), 0);
      default -> {
        // Nothing more is heard of them.
      }
    }
  }

  /** Collects rows; the fields are what the next events have in common. */
  private static final class Events {
    private final List<Object[]> rows = new ArrayList<>();
    private final Recipe recipe;
    private final SplittableRandom random;
    private final String device;
    private @Nullable String customer;
    private @Nullable String lead;
    private @Nullable String order;
    private @Nullable String product;
    private @Nullable String campaign;

    Events(Recipe recipe, SplittableRandom random) {
      this.recipe = recipe;
      this.random = random;
      this.device = DEVICES.get(random.nextInt(DEVICES.size()));
    }

    void add(String event, LocalDate day, long cents) {
      if (!day.isBefore(recipe.to())) {
        return;
      }
      LocalDateTime at = day.atTime(8 + random.nextInt(12), random.nextInt(60));
      rows.add(
          new Object[] {
            customer,
            lead,
            at,
            event,
            OURS.contains(event) ? "out" : "in",
            cents == 0 ? null : BigDecimal.valueOf(cents, 2),
            OURS.contains(event) ? null : device,
            order,
            product,
            campaign
          });
    }
  }
}

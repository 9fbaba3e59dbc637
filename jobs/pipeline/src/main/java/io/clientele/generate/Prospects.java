package io.clientele.generate;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** People who asked and have not bought, and the leads that some customers were before. */
final class Prospects implements ShopTable {
  private static final int CUSTOMERS_A_LEAD = 8;

  private static final List<String> SOURCES =
      List.of("referral", "web", "web", "fair", "advertisement", "cold_list");

  private static final List<String> ASKED = List.of("price", "delivery", "sample", "advice");
  private static final List<String> REASONS = List.of("price", "bought elsewhere", "no need");

  /** What becomes of a lead; every one has a tenth or more of them. */
  enum Kind {
    HOT,
    WARM,
    COLD,
    MET,
    ENQUIRER,
    LOST,
    DISQUALIFIED,
    WON,
    CUSTOMER;

    static Kind of(long number) {
      return values()[(int) (number % values().length)];
    }
  }

  @Override
  public String name() {
    return "leads";
  }

  @Override
  public StructType schema() {
    return new StructType()
        .add("lead_id", DataTypes.StringType)
        .add("created_at", DataTypes.TimestampType)
        .add("lead_source", DataTypes.StringType)
        .add("asked_for", DataTypes.StringType)
        .add("owner", DataTypes.StringType)
        .add("has_contact", DataTypes.BooleanType)
        .add("has_intent", DataTypes.BooleanType)
        .add("has_budget", DataTypes.BooleanType)
        .add("met_on", DataTypes.DateType)
        .add("outcome", DataTypes.StringType)
        .add("lost_reason", DataTypes.StringType)
        .add("closed_at", DataTypes.TimestampType)
        .add("customer_id", DataTypes.StringType);
  }

  @Override
  public long numbers(Recipe recipe) {
    return recipe.customers() / CUSTOMERS_A_LEAD;
  }

  static String id(long number) {
    return String.format(Locale.ROOT, "L%07d", number);
  }

  static LocalDate createdOn(Recipe recipe, long number) {
    if (Kind.of(number) == Kind.CUSTOMER) {
      LocalDate first = CustomerHistory.firstDay(recipe, number);
      return first == null ? recipe.from() : first.minusDays(3 + number % 40);
    }
    return recipe.to().minusDays(25 + Traits.random(recipe, number, 3).nextInt(150));
  }

  @Override
  public List<Object[]> rows(Recipe recipe, long number) {
    SplittableRandom random = Traits.random(recipe, number, 4);
    Kind kind = Kind.of(number);
    LocalDate created = createdOn(recipe, number);
    boolean warm =
        kind == Kind.HOT || kind == Kind.WARM || kind == Kind.COLD || kind == Kind.CUSTOMER;
    String outcome =
        switch (kind) {
          case LOST -> "lost";
          case DISQUALIFIED -> "disqualified";
          case WON, CUSTOMER -> "won";
          default -> "open";
        };
    boolean closed = !outcome.equals("open");
    return List.<Object[]>of(
        new Object[] {
          id(number),
          created.atTime(9 + random.nextInt(8), random.nextInt(60)),
          SOURCES.get(random.nextInt(SOURCES.size())),
          ASKED.get(random.nextInt(ASKED.size())),
          "team north",
          warm || kind == Kind.MET,
          warm || kind == Kind.MET,
          warm,
          kind == Kind.MET ? created.plusDays(5) : null,
          outcome,
          kind == Kind.LOST ? REASONS.get(random.nextInt(REASONS.size())) : null,
          closed ? created.plusDays(2).atTime(12, 0) : null,
          kind == Kind.CUSTOMER ? CustomerHistory.id(number) : null
        });
  }
}

package io.clientele.generate;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Who the customers are, and some who only registered. Names, addresses and telephone numbers are
 * visibly invented.
 */
final class People implements ShopTable {
  /** One in so many registered and has not bought. */
  private static final int REGISTERED_EVERY = 16;

  private static final List<String> FIRST =
      List.of("Ada", "Boris", "Clara", "David", "Ewa", "Filip", "Greta", "Hugo", "Irena", "Jan");

  private static final List<String> LAST =
      List.of("Example", "Sample", "Specimen", "Placeholder", "Invented", "Nobody", "Testcase");

  /** Country, region, city, language; of the first there are most. */
  private static final List<List<String>> PLACES =
      List.of(
          List.of("DE", "Berlin", "Berlin", "de"),
          List.of("DE", "Hamburg", "Hamburg", "de"),
          List.of("DE", "Bavaria", "Munich", "de"),
          List.of("PL", "Mazovia", "Warsaw", "pl"),
          List.of("PL", "Lesser Poland", "Krakow", "pl"),
          List.of("AT", "Vienna", "Vienna", "de"),
          List.of("CZ", "Prague", "Prague", "cs"));

  private static final List<String> DISTRICTS = List.of("centre", "north", "south", "outskirts");
  private static final List<String> TEAMS = List.of("team north", "team south", "key accounts");
  private static final List<String> GENDERS = List.of("female", "male");
  private static final List<String> EDUCATION = List.of("school", "vocational", "university");

  private static final List<String> OCCUPATIONS =
      List.of("employee", "self-employed", "student", "retired");

  private static final List<String> INCOMES = List.of("low", "middle", "high");
  private static final List<String> HOUSEHOLDS = List.of("1", "2", "3-4", "5+");

  private static final List<String> ACQUIRED =
      List.of("search", "recommendation", "store", "advertisement", "fair");

  private static final List<String> CARDS = List.of("silver", "gold");

  @Override
  public String name() {
    return "customers";
  }

  @Override
  public StructType schema() {
    StructType schema = new StructType();
    for (String text :
        List.of(
            "customer_id",
            "name",
            "email",
            "phone",
            "owner",
            "language",
            "country",
            "region",
            "city",
            "district",
            "gender",
            "education",
            "occupation",
            "income_band",
            "household_size",
            "acquired_by",
            "card_type")) {
      schema = schema.add(text, DataTypes.StringType);
    }
    return schema
        .add("acquisition_cost", DataTypes.createDecimalType(12, 2))
        .add("born_on", DataTypes.DateType)
        .add("registered_on", DataTypes.DateType)
        .add("may_call", DataTypes.BooleanType)
        .add("may_email", DataTypes.BooleanType)
        .add("may_letter", DataTypes.BooleanType)
        .add("may_remarketing", DataTypes.BooleanType);
  }

  @Override
  public long numbers(Recipe recipe) {
    return recipe.customers() + recipe.customers() / REGISTERED_EVERY;
  }

  @Override
  public List<Object[]> rows(Recipe recipe, long number) {
    SplittableRandom random = Traits.random(recipe, number, 1);
    String id = CustomerHistory.id(number);
    double place = random.nextDouble();
    List<String> where = PLACES.get((int) (place * place * PLACES.size()));
    boolean placed = random.nextDouble() < 0.95;
    LocalDate first = CustomerHistory.firstDay(recipe, number);
    // Most register some days before they buy; who has not bought did so at any time.
    LocalDate registered =
        first == null
            ? recipe.from().plusDays(random.nextInt(700))
            : first.minusDays(random.nextInt(30));
    double reach = random.nextDouble();
    return List.<Object[]>of(
        new Object[] {
          id,
          one(FIRST, random) + " " + one(LAST, random),
          random.nextDouble() < 0.85 ? id.toLowerCase(Locale.ROOT) + "@customers.example" : null,
          random.nextDouble() < 0.7 ? String.format(Locale.ROOT, "+00 000 %07d", number) : null,
          one(TEAMS, random),
          where.get(3),
          placed ? where.get(0) : null,
          placed ? where.get(1) : null,
          placed ? where.get(2) : null,
          placed ? one(DISTRICTS, random) : null,
          known(GENDERS, 0.9, random),
          known(EDUCATION, 0.6, random),
          known(OCCUPATIONS, 0.6, random),
          known(INCOMES, 0.5, random),
          known(HOUSEHOLDS, 0.5, random),
          known(ACQUIRED, 0.95, random),
          known(CARDS, 0.3, random),
          BigDecimal.valueOf(100 + random.nextInt(1_500), 2),
          random.nextDouble() < 0.9
              ? LocalDate.of(1940, 1, 1).plusDays(random.nextInt(25_600))
              : null,
          registered,
          reach < 0.5,
          reach > 0.25 && reach < 0.85,
          reach > 0.4 && reach < 0.9,
          reach < 0.2
        });
  }

  private static String one(List<String> of, SplittableRandom random) {
    return of.get(random.nextInt(of.size()));
  }

  private static @Nullable String known(List<String> of, double share, SplittableRandom random) {
    String one = one(of, random);
    return random.nextDouble() < share ? one : null;
  }
}

package io.clientele.generate;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** What the shop sells: two thousand products in eight categories, a tenth of them new. */
final class Catalogue implements ShopTable {
  static final int PRODUCTS = 2_000;

  private static final List<String> CATEGORIES =
      List.of("tea", "coffee", "mugs", "kitchen", "garden", "toys", "books", "gifts");

  private static final List<String> BRANDS = List.of("Alba", "Borea", "Cirrus");

  private static final int NEW_EVERY = 10;
  private static final int NEW = 3;
  private static final int PIONEER_DAYS = 25;
  private static final int STEP = 37;

  @Override
  public String name() {
    return "products";
  }

  @Override
  public StructType schema() {
    return new StructType()
        .add("product_id", DataTypes.StringType)
        .add("category", DataTypes.StringType)
        .add("brand", DataTypes.StringType)
        .add("unit_cost", DataTypes.createDecimalType(12, 2))
        .add("launched_on", DataTypes.DateType);
  }

  @Override
  public long numbers(Recipe recipe) {
    return PRODUCTS;
  }

  @Override
  public List<Object[]> rows(Recipe recipe, long number) {
    int product = (int) number;
    return List.<Object[]>of(
        new Object[] {
          id(product),
          category(product),
          category(product) + " " + BRANDS.get(brand(product)),
          BigDecimal.valueOf(300 + product % 90 * 10L, 2),
          launch(recipe, product)
        });
  }

  static String id(int product) {
    return String.format(Locale.ROOT, "P%04d", product);
  }

  private static String category(int product) {
    return CATEGORIES.get(product % CATEGORIES.size());
  }

  private static int brand(int product) {
    return product / CATEGORIES.size() % BRANDS.size();
  }

  /** The first day on sale; null for what was always there. */
  private static @Nullable LocalDate launch(Recipe recipe, int product) {
    return isNew(product) ? recipe.from().plusDays(launchDay(recipe, product)) : null;
  }

  private static boolean isNew(int product) {
    return product % NEW_EVERY == NEW;
  }

  private static long launchDay(Recipe recipe, int product) {
    long days = ChronoUnit.DAYS.between(recipe.from(), recipe.to());
    return (long) product * STEP % Math.max(1, days);
  }

  /** The product that is sold when this one is wanted: what is not on sale yet gives way. */
  static int onSale(Recipe recipe, int product, long day) {
    return isNew(product) && launchDay(recipe, product) > day ? product - 1 : product;
  }

  /** The one of the customer's brand beside a product, in the same category. */
  static int ofBrand(int product, int brand) {
    int moved = product + (brand - brand(product)) * CATEGORIES.size();
    return moved < 0 || moved >= PRODUCTS || isNew(moved) ? product : moved;
  }

  /** The one of the customer's category beside a product. */
  static int ofCategory(int product, int category) {
    int moved = product - product % CATEGORIES.size() + category;
    return isNew(moved) ? product : moved;
  }

  static int brands() {
    return BRANDS.size();
  }

  static int categories() {
    return CATEGORIES.size();
  }

  /** A product that came on sale within the last days; the given one where none did. */
  static int recent(Recipe recipe, int otherwise, long day, SplittableRandom random) {
    List<Integer> recent = new ArrayList<>();
    for (int product = NEW; product < PRODUCTS; product += NEW_EVERY) {
      long age = day - launchDay(recipe, product);
      if (age >= 0 && age <= PIONEER_DAYS) {
        recent.add(product);
      }
    }
    return recent.isEmpty() ? otherwise : recent.get(random.nextInt(recent.size()));
  }
}

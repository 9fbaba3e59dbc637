package io.clientele.generate;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What makes a customer unlike others of its profile, from the recipe's seed and the customer's
 * number alone. Every group of every scheme that ships has somebody in it because of these.
 *
 * @param habit how the customer treats the shop
 * @param pays how invoices are paid; null for who pays at once
 * @param units how many times the usual quantity is bought
 * @param season the only quarter of the year that is bought in, from 0 for December to February; -1
 *     for all
 * @param faithful from 0 to 1: how often the one brand is chosen
 * @param online whether the web shop is used, and not a store
 */
record Traits(
    Habit habit, @Nullable Payment pays, int units, int season, double faithful, boolean online) {
  /** Far from the numbers that seed the lines. */
  private static final long SALT = 0x5DEECE66DL;

  /** How a customer treats the shop. */
  enum Habit {
    NONE,
    /** Buys below cost, much and always with a large discount. */
    BARGAINS,
    /** Gives back most of what was bought. */
    RETURNS,
    /** Needs support for every order. */
    DEMANDING,
    /** Buys what is new. */
    PIONEER,
    /** Cost of what was bought is not known. */
    UNCOSTED
  }

  /** How invoices are paid. */
  enum Payment {
    PROMPT,
    LATE,
    NEVER
  }

  static Traits of(Recipe recipe, long number) {
    SplittableRandom random = random(recipe, number, 0);
    return new Traits(
        habit(random.nextDouble()),
        pays(random.nextDouble()),
        units(random.nextDouble()),
        random.nextDouble() < 0.06 ? random.nextInt(4) : -1,
        faithful(random.nextDouble()),
        random.nextDouble() < 0.55);
  }

  /** Random numbers of a customer for a purpose, that no other purpose disturbs. */
  static SplittableRandom random(Recipe recipe, long number, int purpose) {
    return new SplittableRandom((recipe.seed() * SALT + number) * 31 + purpose);
  }

  private static Habit habit(double position) {
    if (position < 0.10) {
      return Habit.BARGAINS;
    }
    if (position < 0.13) {
      return Habit.RETURNS;
    }
    if (position < 0.17) {
      return Habit.DEMANDING;
    }
    if (position < 0.20) {
      return Habit.PIONEER;
    }
    return position < 0.22 ? Habit.UNCOSTED : Habit.NONE;
  }

  private static @Nullable Payment pays(double position) {
    if (position < 0.02) {
      return Payment.NEVER;
    }
    if (position < 0.07) {
      return Payment.LATE;
    }
    return position < 0.30 ? Payment.PROMPT : null;
  }

  private static int units(double position) {
    if (position < 0.04) {
      return 12;
    }
    return position < 0.12 ? 4 : 1;
  }

  private static double faithful(double position) {
    if (position < 0.25) {
      return 0.95;
    }
    return position < 0.5 ? 0.55 : 0;
  }
}

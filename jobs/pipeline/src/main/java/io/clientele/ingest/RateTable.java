package io.clientele.ingest;

import io.clientele.failure.DataRefusedException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a unit of each currency is worth in the base's, by day: the latest rate on or before a day
 * holds. Small enough to stand in every task.
 */
public final class RateTable implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The place of the base's own currency, which needs no rate. */
  static final int OWN = -1;

  private static final int MOST = 100_000;

  /**
   * One rate.
   *
   * @param currency in upper case
   * @param date from when it holds
   * @param value units of the base's currency for one of this one
   */
  public record Rate(String currency, LocalDate date, BigDecimal value) {
    int day() {
      return Math.toIntExact(date.toEpochDay());
    }
  }

  private final List<String> currencies;
  private final HashMap<String, Integer> numbers = new HashMap<>();
  private final int[] starts;
  private final int[] days;
  private final BigDecimal[] values;

  /**
   * The table.
   *
   * @param base the base's currency; rates of it are not looked at
   * @param rates in any order, one a currency and day
   * @throws DataRefusedException if there are more rates than every task should hold
   */
  public RateTable(String base, Collection<Rate> rates) {
    checkSize(rates.size());
    List<Rate> foreign =
        rates.stream()
            .filter(rate -> !rate.currency().equals(base))
            .sorted(Comparator.comparing(Rate::currency).thenComparing(Rate::date))
            .toList();
    List<String> names = new ArrayList<>(List.of(base));
    foreign.stream().map(Rate::currency).distinct().forEach(names::add);
    this.currencies = List.copyOf(names);
    currencies.forEach(name -> numbers.put(name, numbers.size()));
    this.days = foreign.stream().mapToInt(Rate::day).toArray();
    this.values = foreign.stream().map(Rate::value).toArray(BigDecimal[]::new);
    this.starts = new int[names.size() + 1];
    for (Rate rate : foreign) {
      starts[numbers.getOrDefault(rate.currency(), 0) + 1]++;
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
  }

  /**
   * Refuses a table that is too long, before it is collected.
   *
   * @throws DataRefusedException saying how long it is and what to do
   */
  public static void checkSize(long rates) {
    if (rates > MOST) {
      throw new DataRefusedException(
          "sources.exchange_rates has "
              + rates
              + " rates before the as-of date; at most "
              + MOST
              + " are held beside the lines. Nothing was published. Keep the currencies and years"
              + " that the lines need with sources.exchange_rates.where.");
    }
  }

  /** The currencies by their numbers: the base's is 0, the others follow in their order. */
  public List<String> currencies() {
    return currencies;
  }

  /** The rate of a currency that is dated exactly so; none for the base's. */
  public Optional<BigDecimal> rate(String currency, LocalDate date) {
    int day = Math.toIntExact(date.toEpochDay());
    Integer place = place(currency, day);
    return place == null || place == OWN || days[place] != day
        ? Optional.empty()
        : Optional.of(values[place]);
  }

  /**
   * Where the rate of a day stands; null where there is none on or before it.
   *
   * @param currency in upper case
   * @param day in days from 1970-01-01; not looked at for the base's currency
   */
  @Nullable Integer place(@Nullable String currency, @Nullable Integer day) {
    Integer number = currency == null ? null : numbers.get(currency);
    if (number == null || (number > 0 && day == null)) {
      return null;
    }
    if (number == 0 || day == null) {
      return OWN;
    }
    int found = Arrays.binarySearch(days, starts[number], starts[number + 1], day);
    int latest = found >= 0 ? found : -found - 2;
    return latest < starts[number] ? null : latest;
  }

  /** The number of the currency whose rate stands at the place. */
  int currency(int place) {
    int number = 1;
    while (starts[number + 1] <= place) {
      number++;
    }
    return number;
  }

  /** The day of the rate at the place. */
  int day(int place) {
    return days[place];
  }

  /** The rate at the place. */
  BigDecimal value(int place) {
    return values[place];
  }
}

package io.clientele.ingest;

import static org.apache.spark.sql.functions.udf;

import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Turns the amounts of lines in foreign currencies into the base's. Each task looks rates up in its
 * own copy of the table: no line is moved and none can double.
 */
public final class CurrencyConversion {
  /** Exact for what is mapped with up to 18 places; more are rounded off before a rate is known. */
  private static final String EXACT = "decimal(38,18)";

  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private final RateTable rates;
  private final UserDefinedFunction place;
  private final UserDefinedFunction convert;
  private final UserDefinedFunction pack;

  /**
   * A conversion.
   *
   * @param rates of the base, before the as-of date
   * @param scale decimal places of the converted amounts
   */
  public CurrencyConversion(SparkSession spark, RateTable rates, int scale) {
    this.rates = rates;
    Broadcast<RateTable> table = new JavaSparkContext(spark.sparkContext()).broadcast(rates);
    this.place =
        udf(
            (UDF2<@Nullable String, @Nullable Integer, @Nullable Integer>)
                (currency, day) -> table.value().place(currency, day),
            DataTypes.IntegerType);
    this.convert =
        udf(
            (UDF2<@Nullable BigDecimal, @Nullable Integer, @Nullable Long>)
                (amount, at) ->
                    amount == null || at == null || at == RateTable.OWN
                        ? null
                        : converted(amount, table.value().value(at), scale),
            DataTypes.LongType);
    this.pack =
        udf(
            (UDF3<@Nullable Integer, @Nullable Integer, @Nullable Long, byte[]>)
                (at, day, original) ->
                    at == null || day == null || original == null || at == RateTable.OWN
                        ? new byte[0]
                        : packed(table.value(), at, day, original),
            DataTypes.BinaryType);
  }

  RateTable rates() {
    return rates;
  }

  /** The place of a line's rate; null where there is none, {@link RateTable#OWN} for the base's. */
  Column place(Column currency, Column day) {
    return place.apply(currency, day);
  }

  /**
   * An amount in the base's currency, in whole 10⁻⁴, rounded half up once; null without a foreign
   * rate and where it has too many digits.
   *
   * @param amount a DECIMAL(38,18)
   */
  Column convert(Column amount, Column place) {
    return convert.apply(amount.cast(EXACT), place);
  }

  /** {@link ForeignAmount}, packed; empty for a line in the base's currency. */
  Column pack(Column place, Column day, Column original) {
    return pack.apply(place, day, original);
  }

  static @Nullable Long converted(BigDecimal amount, BigDecimal rate, int scale) {
    BigInteger units =
        amount
            .multiply(rate)
            .setScale(scale, RoundingMode.HALF_UP)
            .setScale(TableSpec.STORED_SCALE)
            .unscaledValue();
    return units.abs().compareTo(MOST) > 0 ? null : Long.valueOf(units.longValueExact());
  }

  private static byte[] packed(RateTable rates, int at, int day, long original) {
    return new ForeignAmount(rates.currency(at), day - rates.day(at), original).packed();
  }
}

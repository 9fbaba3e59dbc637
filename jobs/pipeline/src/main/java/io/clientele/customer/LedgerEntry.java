package io.clientele.customer;

import io.clientele.ingest.LineClass;
import io.clientele.table.Records;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Part of the account that a task of the fold gives of its lines. Amounts are whole numbers of
 * 10⁻⁴.
 *
 * @param kind what is counted: the key of a {@link Kind}
 * @param item which one, as its kind says
 * @param lines how many lines, or gaps
 * @param amount their money where it is known; null for kinds without
 * @param unknown of a class: lines without known money; of a currency: lines at a rate carried
 *     forward; null for other kinds
 * @param original of a currency: the money as it was
 * @param mostCarried of a foreign currency: the most days that a rate was carried forward
 * @param firstRate of a foreign currency: the day of the earliest rate used, from 1970-01-01
 * @param lastRate of a foreign currency: the day of the latest rate used, from 1970-01-01
 */
public record LedgerEntry(
    String kind,
    String item,
    long lines,
    @Nullable BigDecimal amount,
    @Nullable Long unknown,
    @Nullable BigDecimal original,
    @Nullable Integer mostCarried,
    @Nullable Integer firstRate,
    @Nullable Integer lastRate) {

  public static final String KIND = "kind";
  public static final String ITEM = "item";
  public static final String LINES = "lines";
  public static final String AMOUNT = "amount";
  public static final String UNKNOWN = "unknown";
  public static final String ORIGINAL = "original";
  public static final String MOST_CARRIED = "most_carried";
  public static final String FIRST_RATE = "first_rate";
  public static final String LAST_RATE = "last_rate";

  /** The columns of entries. */
  public static final StructType SCHEMA =
      new StructType()
          .add(KIND, DataTypes.StringType)
          .add(ITEM, DataTypes.StringType)
          .add(LINES, DataTypes.LongType)
          .add(AMOUNT, DataTypes.createDecimalType(38, 0))
          .add(UNKNOWN, DataTypes.LongType)
          .add(ORIGINAL, DataTypes.createDecimalType(38, 0))
          .add(MOST_CARRIED, DataTypes.IntegerType)
          .add(FIRST_RATE, DataTypes.IntegerType)
          .add(LAST_RATE, DataTypes.IntegerType);

  /** What is counted. */
  public enum Kind {
    /** Lines of one {@link LineClass}; the item is its key. */
    CLASS,
    /** Lines refused for one reason; the item is its bit. */
    REASON,
    /** Repurchase gaps of one length; the item is the length in days. */
    GAP,
    /** A transaction identity refused for a version conflict; the item is the identity. */
    CONFLICT,
    /** What a {@link Sign} counts; the item is its key. */
    SIGN,
    /** Ids of customers of one length; the item is the length in bytes. */
    ID_LENGTH,
    /**
     * A customer with most orders or most money in a task; lines are orders, the item is the id.
     */
    CUSTOMER,
    /** Accepted lines in one currency, their money in the base's; the item is its number. */
    CURRENCY;

    /** As it is stored. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An entry of lines without money. */
  static LedgerEntry of(Kind kind, String item, long lines) {
    return new LedgerEntry(kind.key(), item, lines, null, null, null, null, null, null);
  }

  /** What is counted. */
  public Kind of() {
    return Kind.valueOf(kind.toUpperCase(Locale.ROOT));
  }

  /** A stored amount as money. */
  static BigDecimal money(BigDecimal stored) {
    return new BigDecimal(stored.toBigIntegerExact(), TableSpec.STORED_SCALE);
  }

  /** The entry as a row of {@link #SCHEMA}. */
  Row row() {
    return Records.row(SCHEMA, this);
  }
}

package io.clientele.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftleft;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.array.ByteArrayMethods;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@link OrderLine}s as rows on their way to their customers. A row has only the columns that the
 * configuration fills, and small numbers share one: a billion of these are shuffled and sorted.
 */
public final class LineRows implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Day, class and flags of a line in one number. */
  private static final String MARKS = "marks";

  private static final int DAY_BITS = 16;
  private static final int CLASS_BITS = 8;
  private static final int BYTE = 0xff;

  /** Columns that every row has, in this order. */
  private static final List<String> ALWAYS =
      List.of(
          LineContract.CUSTOMER,
          LineContract.ORDER,
          MARKS,
          LineContract.REASONS,
          LineContract.REVENUE_UNITS);

  private static final List<String> TEXTS =
      List.of(
          LineContract.PRODUCT,
          LineContract.CONFLICT,
          LineContract.COUNTRY_NAME,
          LineContract.STORE_NAME,
          LineContract.CHANNEL_NAME,
          LineContract.CATEGORY,
          LineContract.BRAND,
          LineContract.EXCHANGED);

  private static final List<String> NUMBERS =
      List.of(
          LineContract.QUANTITY_UNITS,
          LineContract.COST_UNITS,
          LineContract.DISCOUNT_UNITS,
          LineContract.LAUNCHED);

  /** Whose line it was does not matter to the account, which alone reads lines of nobody. */
  private static final Set<String> OF_SOMEBODY =
      Set.of(
          LineContract.ORDER,
          LineContract.PRODUCT,
          LineContract.COUNTRY_NAME,
          LineContract.STORE_NAME,
          LineContract.CHANNEL_NAME,
          LineContract.CATEGORY,
          LineContract.BRAND);

  private final ArrayList<String> columns;

  /**
   * Rows with some of the columns that can be absent.
   *
   * @param filled names of {@link LineContract}
   */
  LineRows(Set<String> filled) {
    this.columns = new ArrayList<>(ALWAYS);
    TEXTS.stream().filter(filled::contains).forEach(columns::add);
    NUMBERS.stream().filter(filled::contains).forEach(columns::add);
  }

  /**
   * The columns over lines that are classified. Lines that belong to nobody have their salt in the
   * place of a customer, which spreads them, and no texts.
   */
  Column[] select() {
    Column nobody = col(LineContract.SALT).gt(0);
    Column empty = lit("").cast("binary");
    List<Column> selected = new ArrayList<>();
    for (String column : columns) {
      Column value =
          switch (column) {
            case LineContract.CUSTOMER ->
                when(nobody, col(LineContract.SALT).cast("string").cast("binary"))
                    .otherwise(col(column));
            case MARKS ->
                shiftleft(col(LineContract.DAY).cast("bigint"), DAY_BITS)
                    .plus(shiftleft(col(LineContract.LINE_CLASS), CLASS_BITS))
                    .plus(col(LineContract.FLAGS));
            default ->
                OF_SOMEBODY.contains(column)
                    ? when(nobody, empty).otherwise(col(column))
                    : col(column);
          };
      selected.add(value.as(column));
    }
    return selected.toArray(Column[]::new);
  }

  /**
   * The lines of rows. All are one object, which each call of {@code next} fills anew.
   *
   * @param asOfDay lines of this day and later ones are not seen, in days from 1970-01-01
   */
  public Iterator<OrderLine> read(Iterator<InternalRow> rows, int asOfDay) {
    int[] texts = places(TEXTS);
    int[] numbers = places(NUMBERS);
    OrderLine line = new OrderLine();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public OrderLine next() {
        fill(line, rows.next(), texts, numbers);
        boolean counted =
            line.getLineClass() == LineClass.ACCEPTED.code()
                || line.getLineClass() == LineClass.ANONYMOUS.code();
        if (counted && line.getDay() >= asOfDay) {
          line.setLineClass(LineClass.UNSEEN.code());
        }
        return line;
      }
    };
  }

  private int[] places(List<String> names) {
    return names.stream().mapToInt(columns::indexOf).toArray();
  }

  /** Bytes of a text; where the line before had the same, its array, which need not be copied. */
  private static byte[] same(byte[] before, UTF8String text) {
    boolean equal =
        text.numBytes() == before.length
            && ByteArrayMethods.arrayEquals(
                text.getBaseObject(),
                text.getBaseOffset(),
                before,
                Platform.BYTE_ARRAY_OFFSET,
                before.length);
    return equal ? before : text.getBytes();
  }

  private static void fill(OrderLine line, InternalRow row, int[] texts, int[] numbers) {
    line.setCustomer(same(line.getCustomer(), row.getUTF8String(0)));
    line.setOrder(same(line.getOrder(), row.getUTF8String(1)));
    long marks = row.getLong(2);
    line.setDay((int) (marks >> DAY_BITS));
    line.setLineClass((int) (marks >> CLASS_BITS) & BYTE);
    line.setFlags((int) marks & BYTE);
    line.setReasons(row.getLong(3));
    line.setRevenue(row.getLong(4));
    if (texts[0] >= 0) {
      line.setProduct(row.getBinary(texts[0]));
    }
    if (texts[1] >= 0) {
      line.setConflict(row.getBinary(texts[1]));
    }
    if (texts[2] >= 0) {
      line.setCountry(same(line.getCountry(), row.getUTF8String(texts[2])));
    }
    if (texts[3] >= 0) {
      line.setStore(same(line.getStore(), row.getUTF8String(texts[3])));
    }
    if (texts[4] >= 0) {
      line.setChannel(same(line.getChannel(), row.getUTF8String(texts[4])));
    }
    if (texts[5] >= 0) {
      line.setCategory(same(line.getCategory(), row.getUTF8String(texts[5])));
    }
    if (texts[6] >= 0) {
      line.setBrand(same(line.getBrand(), row.getUTF8String(texts[6])));
    }
    if (texts[7] >= 0) {
      line.setExchanged(row.getBinary(texts[7]));
    }
    if (numbers[0] >= 0) {
      line.setQuantity(row.getLong(numbers[0]));
    }
    if (numbers[1] >= 0) {
      line.setCost(row.getLong(numbers[1]));
    }
    if (numbers[2] >= 0) {
      line.setDiscount(row.getLong(numbers[2]));
    }
    if (numbers[3] >= 0) {
      line.setLaunchDay((int) row.getLong(numbers[3]));
    }
  }
}

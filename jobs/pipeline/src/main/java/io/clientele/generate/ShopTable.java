package io.clientele.generate;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/** A table that a shop keeps beside the lines of its orders. */
interface ShopTable extends Serializable {
  /** As the source is called in the configuration. */
  String name();

  StructType schema();

  /** Rows are made for the numbers from 0 to this one, excluded. */
  long numbers(Recipe recipe);

  /**
   * The rows of a number, from the recipe's seed and the number alone.
   *
   * @return values in the order of the schema: texts, numbers, {@link java.time.LocalDate}, {@link
   *     java.time.LocalDateTime}, true or false, or null
   */
  List<Object[]> rows(Recipe recipe, long number);
}

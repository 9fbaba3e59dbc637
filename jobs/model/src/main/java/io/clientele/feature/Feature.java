package io.clientele.feature;

import io.clientele.config.Input;
import io.clientele.table.ColumnSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * One declared feature of a customer. Schemes, tables and documentation read this declaration.
 *
 * @param name in snake_case; windowed features end with their window
 * @param type how it is stored and compared
 * @param unit days, money, orders, share, …
 * @param layer what it is made of
 * @param requires the inputs without which it is null for everybody
 * @param nullable whether a single customer may lack it
 * @param meaning formula and degenerate case
 * @param formula over the {@link Staged} columns; null for what only rules can ask about
 */
public record Feature(
    String name,
    FeatureType type,
    String unit,
    Layer layer,
    List<Input> requires,
    boolean nullable,
    String meaning,
    @Nullable Column formula) {

  /** The column that publishes it. */
  public ColumnSpec column() {
    return new ColumnSpec(name, type.ddl(), nullable, unit, meaning);
  }
}

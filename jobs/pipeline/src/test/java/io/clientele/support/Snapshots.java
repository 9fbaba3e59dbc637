package io.clientele.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.concentration.Measure;
import io.clientele.lake.Inspection;
import io.clientele.table.CustomerTables;
import io.clientele.table.QuarantineTable;
import io.clientele.table.SummaryTables;
import io.clientele.table.TableSpec;
import io.clientele.table.Tables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Two snapshots are business-identical when all published tables agree but for run ids, attempts
 * and the names of source files.
 */
public final class Snapshots {
  private Snapshots() {}

  public static void assertIdentical(Shop expected, Shop actual) {
    assertSound(actual);
    for (TableSpec table : Tables.SNAPSHOTS) {
      assertThat(actual.lake().has(table)).as(table.name()).isEqualTo(expected.lake().has(table));
      if (expected.lake().has(table)) {
        Dataset<Row> before = expected.table(table);
        Dataset<Row> after = actual.table(table);
        assertThat(after.columns()).as(table.name()).isEqualTo(before.columns());
        assertThat(texts(after)).as(table.name()).isEqualTo(texts(before));
      }
    }
  }

  /** The rows of some tables that were computed, as sorted texts. */
  public static Map<String, List<String>> business(Computed computed, List<TableSpec> tables) {
    Map<String, List<String>> rows = new TreeMap<>();
    tables.stream()
        .filter(computed::fills)
        .forEach(table -> rows.put(table.name(), texts(computed.table(table))));
    return rows;
  }

  /** The rows of every table that was computed, as sorted texts. */
  public static Map<String, List<String>> business(Computed computed) {
    return business(computed, Tables.SNAPSHOTS);
  }

  /** The rows of every table of the run that counts for a date, as sorted texts. */
  public static Map<String, List<String>> business(Shop shop, LocalDate asOf) {
    Map<String, List<String>> rows = new TreeMap<>();
    for (TableSpec table : Tables.SNAPSHOTS) {
      if (shop.lake().has(table)) {
        rows.put(table.name(), texts(shop.table(table, asOf)));
      }
    }
    return rows;
  }

  private static List<String> texts(Dataset<Row> table) {
    List<String> rows = new ArrayList<>();
    business(table).collectAsList().forEach(row -> rows.add(row.toString()));
    rows.sort(null);
    return rows;
  }

  /** The tables of the run that counts hold what its manifest says. */
  public static void assertSound(Shop shop) {
    LocalDate asOf = Objects.requireNonNull(shop.config().asOf());
    String run = Objects.requireNonNull(shop.pointer().read().current().get(asOf));
    assertThat(new Inspection(shop.lake(), shop.config().base()).damage(asOf, run)).isEmpty();
    assertTotals(shop);
  }

  /** What is concentrated is what the customers have, each measure its own feature. */
  private static void assertTotals(Shop shop) {
    if (!shop.lake().has(SummaryTables.CONCENTRATION_SUMMARY)) {
      return;
    }
    for (Row row :
        shop.table(SummaryTables.CONCENTRATION_SUMMARY)
            .filter("scope = 'base'")
            .select("measure", "total")
            .collectAsList()) {
      Measure measure = Measure.valueOf(row.getString(0).toUpperCase(Locale.ROOT));
      Object sum =
          shop.table(CustomerTables.FEATURES)
              // Who is known and has no line has costs perhaps, and is not measured.
              .filter("lines + return_lines > 0")
              .selectExpr("sum(" + measure.feature() + ")")
              .head()
              .get(0);
      assertThat(row.getDecimal(1))
          .as("concentrated " + measure)
          .isEqualByComparingTo(sum == null ? "0" : sum.toString());
    }
  }

  /** The columns that say something about the business, as text so that maps can be compared. */
  public static Dataset<Row> business(Dataset<Row> table) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (String name : table.columns()) {
      boolean technical = name.equals(TableSpec.RUN_ID) || name.equals(QuarantineTable.SOURCE_FILE);
      if (!technical) {
        columns.add(
            functions.coalesce(functions.col(name).cast("string"), functions.lit("∅")).as(name));
      }
    }
    return table.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }
}

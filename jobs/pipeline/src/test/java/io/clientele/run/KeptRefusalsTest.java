package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.config.SourceKind;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.ingest.OptionalInputs;
import io.clientele.ingest.RefusedKeeper;
import io.clientele.ingest.SourceContract;
import io.clientele.ingest.StagedSource;
import io.clientele.lake.RefusedRows;
import io.clientele.spark.Workspace;
import io.clientele.support.Shop;
import io.clientele.support.Sparks;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be looked at although nothing was published. */
class KeptRefusalsTest {
  private static final LocalDate AS_OF = LocalDate.of(2025, 1, 1);

  @TempDir Path directory;
  private SparkSession spark;
  private Shop shop;
  private RefusedRows rows;
  private KeptRefusals refusals;

  @BeforeEach
  void open() {
    spark = Sparks.session();
    shop = new Shop(directory);
    rows = new RefusedRows(spark, shop.lake(), "shop");
    refusals = new KeptRefusals(rows);
  }

  @Test
  void the_last_refused_attempt_is_kept_until_a_run_succeeds() throws IOException {
    refusals.keep(refused(2), AS_OF, "run-1", "host/1/1");
    RefusedKeeper.Kept second =
        refusals.keep(refused(RefusedRows.KEPT + 5), AS_OF, "run-2", "host/2/2");

    assertThat(second.sentence())
        .contains("The first 10000 refused rows")
        .contains("bin/clientele sql --refused \"SELECT * FROM refused\"");
    rows.register();
    assertThat(
            spark
                .sql("SELECT base, string(as_of), run_id, count(*) FROM refused GROUP BY 1, 2, 3")
                .collectAsList())
        .singleElement()
        .hasToString("[shop,2025-01-01,run-2,10000]");
    try (var attempts = Files.list(directory.resolve("lake/_refused/shop"))) {
      assertThat(attempts.map(path -> path.getFileName().toString())).containsExactly("host-2-2");
    }

    refusals.clear();
    assertThatThrownBy(rows::register)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("keeps no refused rows of base 'shop'")
        .hasMessageContaining("view quarantine, without --refused");
  }

  @Test
  void where_nothing_can_be_kept_the_rows_are_looked_at_where_they_stand() {
    shop.file("lake/_refused", "in the way");
    Dataset<Row> refused = refused(2);

    RefusedKeeper.Kept kept = refusals.keep(refused, AS_OF, "run", "host/1/1");

    assertThat(kept.rows()).isSameAs(refused);
    assertThat(kept.sentence()).isEmpty();
    refusals.clear();
  }

  @Test
  void an_optional_source_is_refused_with_its_rows_and_the_likely_cause() {
    shop.file("rates.csv", "day,code,rate\n2024-01-01,USD,\"0,92\"\n2024-01-02,USD,0.93\n")
        .set(
            "sources.exchange_rates={format: csv, path: rates.csv, options: {header: true},"
                + " schema: 'day DATE, code STRING, rate DECIMAL(18,6)',"
                + " columns: {currency: code, date: day, rate: rate}}");
    SourceContract contract =
        OptionalInputs.contract(
            spark,
            shop.config(),
            Objects.requireNonNull(shop.config().sources().get(SourceKind.EXCHANGE_RATES)),
            AS_OF);

    assertThatThrownBy(
            () ->
                StagedSource.stage(
                    contract,
                    BigDecimal.ZERO,
                    refused -> refusals.keep(refused, AS_OF, "run", "host/1/1"),
                    Workspace.files(spark, directory.resolve("staging").toString())))
        .isInstanceOfSatisfying(
            DataRefusedException.class,
            refusal -> assertThat(refusal.summary()).doesNotContain("0,92"))
        .hasMessageContaining("sources.exchange_rates: 1 of 2 rows break the input contract")
        .hasMessageContaining("unparsable_rate: rate is '0,92', {\"day\":\"2024-01-01\"")
        .hasMessageContaining("in rates.csv")
        .hasMessageContaining(
            "map rate: cast(replace(replace(rate, '.', ''), ',', '.') AS DECIMAL(18,6))")
        .hasMessageContaining("All refused rows");
  }

  private Dataset<Row> refused(int number) {
    return spark.sql(
        "SELECT 'transactions' source, array('missing_revenue') reasons,"
            + " CAST(NULL AS DECIMAL(18,4)) revenue, concat('{\"id\":', id, '}') source_row,"
            + " 'a.csv' source_file FROM range("
            + number
            + ")");
  }
}

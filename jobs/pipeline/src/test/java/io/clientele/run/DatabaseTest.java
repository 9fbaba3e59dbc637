package io.clientele.run;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.output.CustomerFeatures;
import io.clientele.support.Computed;
import io.clientele.support.Postgres;
import io.clientele.support.Results;
import io.clientele.support.SharedData;
import io.clientele.support.Shop;
import io.clientele.support.Snapshots;
import io.clientele.support.Sparks;
import io.clientele.table.CustomerTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that are tables of a database, against a real PostgreSQL. */
class DatabaseTest {
  private static Postgres server;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws IOException {
    server = Postgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void the_samples_give_the_same_run_from_tables_as_from_files() throws Exception {
    Shop files = samples("files");
    Sparks.session(files.config().timeZone())
        .read()
        .option("header", "true")
        .csv(SharedData.home().resolve("data-samples/transactions").toString())
        // As the contract reads them: "1,234.50" is no number.
        .withColumn("ordered_at", expr("try_cast(ordered_at AS timestamp_ntz)"))
        .withColumn("amount", expr("try_cast(amount AS decimal(12, 2))"))
        .write()
        .mode(SaveMode.Overwrite)
        .jdbc(server.url(), "sample_lines", server.login());
    Shop tables =
        database(samples("tables").set("sources.transactions.schema=null"), "sample_lines");

    Computed expected = files.compute();
    Computed actual = tables.compute();

    assertThat(rows(actual))
        .hasSizeGreaterThan(2000)
        .containsExactlyInAnyOrderElementsOf(rows(expected));
  }

  @Test
  void a_table_is_copied_once_and_the_same_rows_are_the_same_run() throws Exception {
    sql("CREATE TABLE orders (order_id int, customer_id text, day date, amount numeric(12,2))");
    sql("INSERT INTO orders VALUES (1, 'a', '2024-06-01', 5), (2, 'b', '2024-06-02', 7.50)");
    Shop shop = orders(directory, "orders");

    assertThat(shop.run().outcome()).isEqualTo(RunReport.Outcome.PUBLISHED);
    assertThat(customers(shop)).containsExactly("[a,5.0000]", "[b,7.5000]");
    assertThat(shop.attempt("test/1/2").run().outcome()).isEqualTo(RunReport.Outcome.UNCHANGED);
    sql("UPDATE orders SET amount = 8 WHERE order_id = 2");
    RunReport changed = shop.attempt("test/1/3").run();
    assertThat(changed.outcome()).isEqualTo(RunReport.Outcome.PUBLISHED);
    assertThat(customers(shop)).containsExactly("[a,5.0000]", "[b,8.0000]");
    assertThat(changed.input())
        .isEqualTo("jdbc:postgresql://127.0.0.1:" + port() + "/postgres orders (2 rows)");
    try (var left = Files.list(directory.resolve("lake/_staging"))) {
      assertThat(left).as("the copies are gone").isEmpty();
    }
  }

  @Test
  void a_table_can_be_read_in_parts_and_by_a_query() throws Exception {
    sql("CREATE TABLE many (order_id int, customer_id text, day date, amount numeric(12,2))");
    sql(
        "INSERT INTO many SELECT i, 'c' || i % 3, DATE '2024-01-01' + i % 100, i FROM"
            + " generate_series(1, 1000) i");
    Shop parts =
        orders(directory, "many")
            .set(
                "sources.transactions.options.partitionColumn=order_id",
                "sources.transactions.options.lowerBound=1",
                "sources.transactions.options.upperBound=1000",
                "sources.transactions.options.numPartitions=4");
    Shop query = orders(directory, "(SELECT * FROM many WHERE order_id <= 10) AS few");

    assertThat(sum(parts.compute())).isEqualTo("500500.0000");
    assertThat(sum(query.compute())).isEqualTo("55.0000");
  }

  @Test
  void times_without_a_zone_are_those_of_the_base() throws Exception {
    sql("CREATE TABLE late (order_id int, customer_id text, day timestamp, amount numeric(12,2))");
    sql("INSERT INTO late VALUES (1, 'a', '2024-12-31 23:30:00', 5)");

    assertThat(
            orders(directory, "late")
                .set("time_zone=America/New_York")
                .compute()
                .table(CustomerTables.FEATURES)
                .selectExpr("recency_days")
                .head()
                .get(0))
        .isEqualTo(1L);
  }

  @Test
  void backfilled_dates_share_one_copy() throws Exception {
    sql("CREATE TABLE dates (order_id int, customer_id text, day date, amount numeric(12,2))");
    sql("INSERT INTO dates VALUES (1, 'a', '2024-06-01', 5), (2, 'a', '2024-08-02', 7)");
    Shop shop = orders(directory, "dates").only(new CustomerFeatures());

    List<RunReport> reports =
        shop.backfill(Backfill.of(List.of(LocalDate.of(2024, 7, 1), LocalDate.of(2024, 9, 1))));

    assertThat(reports).hasSize(2);
    assertThat(
            shop.table(CustomerTables.FEATURES, LocalDate.of(2024, 9, 1))
                .selectExpr("monetary")
                .head()
                .getDecimal(0))
        .isEqualByComparingTo("12");
  }

  @Test
  void what_cannot_be_reached_is_named_without_the_password() throws Exception {
    Shop absent = orders(directory, "no_such_table");
    assertThatThrownBy(absent::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sources.transactions: jdbc:postgresql://127.0.0.1")
        .hasMessageContaining("\"no_such_table\" does not exist")
        .hasMessageContaining("connections.shop");

    assertThatThrownBy(
            () ->
                orders(directory, "orders")
                    .set("connections.shop.driver_path=" + directory.resolve("none.jar"))
                    .compute())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("none.jar is not there, or no jar");

    Path wrong = Files.writeString(directory.resolve("wrong"), "not the password");
    assertThatThrownBy(
            () ->
                orders(directory, "orders")
                    .set("connections.shop.password_file=" + wrong)
                    .compute())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("password authentication failed")
        .hasMessageNotContaining("not the password");

    assertThatThrownBy(
            () ->
                orders(directory, "orders")
                    .set(
                        "connections.shop.password_file=null",
                        "connections.shop.password_env=NO_SUCH_VARIABLE_HERE")
                    .compute())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the environment has no variable NO_SUCH_VARIABLE_HERE");
  }

  private static Shop samples(String lake) throws IOException {
    Path place = Files.createTempDirectory("clientele-database");
    return new Shop(place)
        .yaml(
            Files.readString(SharedData.home().resolve("conf/examples/transactions-only.yaml"))
                .replace("%", "%%"))
        .set("data=" + SharedData.home().resolve("data-samples"), "lake=" + place.resolve(lake));
  }

  private Shop orders(Path place, String table) throws IOException {
    return database(new Shop(place).set("sources.transactions.schema=null"), table);
  }

  private Shop database(Shop shop, String table) throws IOException {
    Path password = Files.writeString(directory.resolve("password"), Postgres.PASSWORD + "\n");
    return shop.set(
        "connections.shop.url=" + server.url(),
        "connections.shop.user=" + Postgres.USER,
        "connections.shop.password_file=" + password,
        "connections.shop.driver_path=" + driver(),
        "sources.transactions.format=jdbc",
        "sources.transactions.connection=shop",
        "sources.transactions.path=" + table,
        "sources.transactions.options=null");
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url(), server.login());
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  /** The jar, whose class the product finds by what the jar declares. */
  private static String driver() {
    return org.postgresql.Driver.class
        .getProtectionDomain()
        .getCodeSource()
        .getLocation()
        .getPath();
  }

  private static String port() {
    return server.url().replaceAll(".*:(\\d+)/.*", "$1");
  }

  private static String sum(Computed run) {
    return run.table(CustomerTables.FEATURES).selectExpr("sum(monetary)").head().get(0).toString();
  }

  private static List<String> customers(Results run) {
    return run
        .table(CustomerTables.FEATURES)
        .selectExpr("customer_id", "monetary")
        .orderBy("customer_id")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  private static List<String> rows(Computed run) throws Exception {
    return Snapshots.business(run.table(CustomerTables.FEATURES)).collectAsList().stream()
        .map(Row::toString)
        .toList();
  }
}

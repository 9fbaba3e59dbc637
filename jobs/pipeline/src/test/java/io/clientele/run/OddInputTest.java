package io.clientele.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import io.clientele.support.Computed;
import io.clientele.support.Shop;
import io.clientele.support.Sparks;
import io.clientele.table.CustomerTables;
import io.clientele.table.QuarantineTable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input of the real world: read as it is meant, or refused with the column and the way out. */
class OddInputTest {
  private static final String HEADER = "order_id,customer_id,day,amount";
  private static final String LINES = "order_id, customer_id, DATE'2024-06-01' day, 5.00BD amount";

  @TempDir Path directory;

  @Test
  void ids_that_show_nothing_are_nobody_and_others_stay_as_they_are() {
    Shop shop =
        new Shop(directory)
            .lines(
                "a.csv",
                HEADER,
                "1,\u00A0,2024-06-01,1.00",
                "2,\u200B,2024-06-01,2.00",
                "3,\"\t\",2024-06-01,4.00",
                "4,\u00A0c,2024-06-01,8.00",
                "\u3000,c,2024-06-01,16.00");

    Computed run = shop.compute();

    assertThat(customers(run, "customer_id", "monetary")).containsExactly("[\u00A0c,8.0000]");
    assertThat(reasons(run)).containsExactly("[missing_order_id]");
  }

  @Test
  void bytes_are_no_ids() {
    parquet("SELECT '1' order_id, X'FFFE' customer_id, DATE'2024-06-01' day, 5.00BD amount");

    assertThatThrownBy(parquet()::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "sources.transactions.columns.customer_id: 'customer_id' yields BINARY")
        .hasMessageContaining("write hex(customer_id)");
    assertThat(
            customers(
                parquet()
                    .set("sources.transactions.columns.customer_id=hex(customer_id)")
                    .compute(),
                "customer_id"))
        .containsExactly("[FFFE]");
  }

  @Test
  void ids_in_another_encoding_are_refused_with_the_likely_one() throws Exception {
    Shop shop = new Shop(directory).set("gates.max_quarantined_share=0");
    write("a.csv", Charset.forName("windows-1252"), HEADER, "1,Müller,2024-06-01,1.00");

    assertThatThrownBy(shop::compute)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("undecoded_customer_id 1")
        .hasMessageContaining("set options: {encoding: windows-1252}");
    assertThat(
            customers(
                shop.set("sources.transactions.options.encoding=windows-1252").compute(),
                "customer_id"))
        .containsExactly("[Müller]");
  }

  @Test
  void more_places_than_declared_are_not_cut_off() {
    Shop shop =
        new Shop(directory)
            .set(
                "sources.transactions.schema=order_id STRING, customer_id STRING, day DATE, amount"
                    + " DECIMAL(12,2)")
            .lines(
                "a.csv",
                HEADER,
                "1,a,2024-06-01,1.080",
                "2,b,2024-06-01,1.08",
                "3,c,2024-06-01,12",
                "4,d,2024-06-01,125E-3",
                "5,e,2024-06-01,1.5E-1",
                "6,b,2024-06-02,4.440892e-16");

    Computed run = shop.compute();

    assertThat(customers(run, "customer_id", "monetary"))
        .containsExactly("[b,1.0800]", "[c,12.0000]", "[e,0.1500]");
    assertThat(reasons(run))
        .containsExactly("[too_many_places_revenue]", "[too_many_places_revenue]");
    assertThatThrownBy(shop.set("gates.max_quarantined_share=0")::compute)
        .hasMessageContaining("amount is '1.080'")
        .hasMessageContaining("more places than DECIMAL(12,2) keeps");
    assertThat(
            customers(
                shop.set(
                        "sources.transactions.schema=order_id STRING, customer_id STRING, day DATE,"
                            + " amount DECIMAL(12,3)",
                        "money_scale=2")
                    .compute(),
                "customer_id",
                "monetary"))
        .contains("[a,1.0800]", "[d,0.1300]");
  }

  @Test
  void a_column_may_have_any_name_but_ours() {
    Sparks.session()
        .sql(
            "SELECT '1' `the order`, 'a' `a.b`, DATE'2024-06-01' day, 5.00BD `net``amount`, 'x'"
                + " `__raw_file`, 'y' `__try_revenue`, 'z' `_corrupt_record`, 'm' `_metadata`, 1"
                + " `ledger`")
        .write()
        .parquet(directory.resolve("lines").toString());
    Shop shop =
        parquet()
            .set(
                "sources.transactions.columns.order_id='`the order`'",
                "sources.transactions.columns.customer_id='`a.b`'",
                "sources.transactions.columns.store=__raw_file",
                "sources.transactions.columns.country=_metadata",
                "sources.transactions.columns.revenue='`net``amount` * 1'");

    assertThat(customers(shop.compute(), "customer_id", "monetary", "store", "country"))
        .containsExactly("[a,5.0000,x,m]");

    parquet(
        "SELECT 1 `__Clientele_x`, "
            + "'1' order_id, 'a' customer_id, DATE'2024-06-01' day, 5BD amount");
    assertThatThrownBy(parquet()::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the column '__Clientele_x' begins with __clientele_");
  }

  @Test
  void a_control_character_in_a_name_stays_in_it() {
    Shop shop =
        new Shop(directory)
            .set(
                "sources.transactions.schema=order_id STRING, customer_id STRING, day DATE, amount"
                    + " DECIMAL(12,2), till STRING, land STRING",
                "sources.transactions.columns.store=till",
                "sources.transactions.columns.country=land")
            .lines("a.csv", HEADER + ",till,land", "1,a,2024-06-01,1.00,x\u0001y,P\u0001L");

    assertThat(customers(shop.compute(), "store", "country"))
        .containsExactly("[x\u0001y,P\u0001L]");
  }

  @Test
  void columns_that_spark_refuses_matter_only_where_they_are_mapped() throws Exception {
    write(
        "message t { required binary order_id (UTF8); required binary customer_id (UTF8); required"
            + " int32 day (DATE); required int32 amount; required fixed_len_byte_array(16) session"
            + " (UUID); required int64 seen (TIMESTAMP(NANOS,true)); required binary Twice (UTF8);"
            + " required binary twice (UTF8); }",
        schema -> {
          SimpleGroup row = new SimpleGroup(schema);
          row.append("order_id", "1");
          row.append("customer_id", "a");
          row.append("day", 19_875);
          row.append("amount", 5);
          row.append("session", Binary.fromConstantByteArray(new byte[16]));
          row.append("seen", 1L);
          row.append("Twice", "x");
          row.append("twice", "y");
          return row;
        });

    Computed run = parquet().compute();

    assertThat(customers(run, "customer_id", "monetary")).containsExactly("[a,5.0000]");
    assertThat(run.notes())
        .contains(
            "sources.transactions: left out, because Spark cannot read them: session, seen, Twice,"
                + " twice");
    assertThatThrownBy(parquet().set("sources.transactions.columns.customer_id=session")::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("reads the column 'session', which is a Parquet UUID")
        .hasMessageContaining("write it as text");
    assertThatThrownBy(parquet().set("sources.transactions.columns.ordered_at=seen")::compute)
        .hasMessageContaining("timestamp_micros(seen DIV 1000)");
    assertThatThrownBy(parquet().set("sources.transactions.columns.channel=twice")::compute)
        .hasMessageContaining("is there as Twice and twice");
  }

  @Test
  void files_of_other_columns_or_types_are_named() {
    part("p1", LINES);
    part("p2", LINES + ", 1.00BD off");
    assertThatThrownBy(parquet().set("sources.transactions.columns.discount=off")::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'off', which only some of the files have")
        .hasMessageContaining("{mergeSchema: true}");
    assertThat(
            customers(
                parquet()
                    .set(
                        "sources.transactions.columns.discount=off",
                        "sources.transactions.options={mergeSchema: true}")
                    .compute(),
                "frequency",
                "discount_amount"))
        .containsExactly("[1,1.0000]");

    part("p3", LINES.replace("5.00BD", "5.00D"));
    assertThatThrownBy(parquet()::compute)
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("the column amount of ")
        .hasMessageContaining(" is DOUBLE, in the first file it is DECIMAL(3,2)");
  }

  @Test
  void characters_of_two_bytes_are_cut_between_characters() throws Exception {
    Shop shop = new Shop(directory).set("sources.transactions.options.encoding=UTF-16");
    write(
        "a.csv", StandardCharsets.UTF_16, HEADER, "1,Żółć,2024-06-01,1.00", "2,b,2024-06-01,2.00");

    assertThat(customers(shop.compute(), "customer_id", "monetary"))
        .containsExactly("[b,2.0000]", "[Żółć,1.0000]");

    assertThatThrownBy(
            shop.set(
                    "sources.transactions.format=json",
                    "sources.transactions.options={encoding: UTF-16LE}")
                ::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("JSON lines in UTF-16LE cannot be cut into lines");
  }

  @Test
  void a_directory_is_a_column_once_it_is_declared() {
    Shop shop =
        new Shop(directory)
            .set(
                "sources.transactions.schema=order_id STRING, customer_id STRING, amount"
                    + " DECIMAL(12,2)",
                "sources.transactions.columns.ordered_at=dt")
            .lines("dt=2024-06-01/a.csv", "order_id,customer_id,amount", "1,a,2.00");

    assertThatThrownBy(shop::compute)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("as dt=2024-12-31, is declared in schema");
    assertThat(
            customers(
                shop.set(
                        "sources.transactions.schema=order_id STRING, customer_id STRING, amount"
                            + " DECIMAL(12,2), dt DATE")
                    .compute(),
                "customer_id",
                "recency_days"))
        .containsExactly("[a,214]");
  }

  private Shop parquet() {
    return new Shop(directory)
        .yaml(
            """
            base: shop
            currency: EUR
            as_of: 2025-01-01
            lake: %1$s/lake
            data: %1$s
            sources:
              transactions:
                format: parquet
                path: lines
                columns:
                  order_id: order_id
                  customer_id: customer_id
                  ordered_at: day
                  revenue: amount
            gates: {max_quarantined_share: 1}
            schemes: [rfm]
            """);
  }

  private void parquet(String sql) {
    Sparks.session()
        .sql(sql)
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(directory.resolve("lines").toString());
  }

  /** A file of its own, later by name than those before. */
  private void part(String name, String columns) {
    Sparks.session()
        .sql("SELECT " + columns + " FROM VALUES ('1', 'a') AS t(order_id, customer_id)")
        .coalesce(1)
        .write()
        .parquet(directory.resolve("lines/" + name).toString());
  }

  private interface Filled {
    Group by(MessageType schema);
  }

  private void write(String message, Filled row) throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType(message);
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(directory.resolve("lines/a.parquet").toString());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file).withConf(new Configuration()).withType(schema).build()) {
      writer.write(row.by(schema));
    }
  }

  private void write(String file, Charset charset, String... lines) throws IOException {
    Path path = directory.resolve("lines").resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, List.of(lines), charset);
  }

  private static List<String> customers(Computed run, String... columns) {
    return run
        .table(CustomerTables.FEATURES)
        .orderBy("customer_id")
        .selectExpr(columns)
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  private static List<String> reasons(Computed run) {
    return run.table(QuarantineTable.SPEC).select(QuarantineTable.REASONS).collectAsList().stream()
        .map(row -> row.getList(0).toString())
        .toList();
  }
}

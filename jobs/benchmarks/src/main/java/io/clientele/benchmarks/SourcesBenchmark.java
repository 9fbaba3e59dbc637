package io.clientele.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures what all optional sources together cost beside none, over the same generated lines. */
@Command(
    name = "sources-benchmark",
    description = "Times the main job without any optional source and with all of them.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SourcesBenchmark implements Callable<Integer> {
  private static final String SOURCES =
      """
        customers:
          format: parquet
          path: %1$s/customers.parquet
          columns: {customer_id: customer_id, country: country, gender: gender,
                    birth_date: birth_date, acquisition_channel: channel, acquisition_cost: won_for}
        tags:
          format: parquet
          path: %1$s/tags.parquet
          columns: {customer_id: customer_id, tag: tag, set_on: set_on}
        products:
          format: parquet
          path: %1$s/products.parquet
          columns: {product_id: product_id, category: category, brand: brand,
                    unit_cost: unit_cost, launched_on: launched_on}
        receivables:
          format: parquet
          path: %1$s/receivables.parquet
          columns: {invoice_id: invoice_id, customer_id: customer_id, issued_on: issued_on,
                    due_on: due_on, amount: amount, paid_on: paid_on}
        interactions:
          format: parquet
          path: %1$s/interactions.parquet
          columns: {customer_id: customer_id, happened_at: at, type: type, direction: direction}
        surveys:
          format: parquet
          path: %1$s/surveys.parquet
          columns: {customer_id: customer_id, asked_at: at, answered_at: at,
                    instrument: instrument, score: score}
        leads:
          format: parquet
          path: %1$s/leads.parquet
          columns: {lead_id: lead_id, created_at: created_at, source: source}
        exchange_rates:
          format: parquet
          path: %1$s/rates.parquet
          columns: {currency: currency, date: day, rate: rate}
      costs:
        return_handling: {per_line: 2, share_of_amount: 0.05}
        interactions: {call: 4, complaint: 6, email_open: 0.01}
        late_payment_rate: 0.1
      """;

  @Mixin private BenchmarkOptions options = new BenchmarkOptions();

  @Spec private @Nullable CommandSpec spec;

  /** Runs with the arguments of the command line. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SourcesBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    BenchmarkBase base = options.prepare();
    Path folder = base.directory().resolve("sources-" + options.customers());
    if (!Files.exists(folder.resolve("done"))) {
      try (SparkSession spark = BenchmarkOptions.session()) {
        generate(spark, base, folder);
      }
      Files.writeString(folder.resolve("done"), "");
    }
    Path plain = base.writeConfig();
    Path full =
        Files.writeString(base.directory().resolve("sources.yaml"), yaml(base.yaml(), folder));
    new SideBySide(options, base, Printed.by(spec))
        .run(
            "sources.out",
            new SideBySide.Variant(
                "Without optional sources", List.of("--config", plain.toString())),
            new SideBySide.Variant("With all of them", List.of("--config", full.toString())));
    return 0;
  }

  /** The plain configuration with the sources, and with a tenth of the lines in dollars. */
  private static String yaml(String plain, Path folder) {
    return plain
        .replace(
            "      kind: kind\n",
            "      kind: kind\n"
                + "      currency: CASE WHEN pmod(xxhash64(order_id), 10) = 0 THEN 'USD' ELSE 'EUR'"
                + " END\n")
        .replace("schemes: [", SOURCES.formatted(folder) + "schemes: [");
  }

  /**
   * A row a customer and a product, an invoice and five events a customer, and some of the rest.
   */
  private static void generate(SparkSession spark, BenchmarkBase base, Path folder) {
    spark.read().parquet(base.input().toString()).createOrReplaceTempView("line");
    spark
        .sql(
            "SELECT customer_id, CAST(pmod(xxhash64(customer_id), 1000000007) AS INT) AS h FROM line"
                + " GROUP BY customer_id")
        .filter("trim(customer_id) <> ''")
        .createOrReplaceTempView("customer");
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put(
        "customers",
        """
        SELECT customer_id, element_at(array('PL', 'DE', 'FR', 'GB', 'ES'), pmod(h, 5) + 1) AS country,
          element_at(array('f', 'm'), pmod(h, 2) + 1) AS gender,
          date_add(DATE'1950-01-01', pmod(h, 20000)) AS birth_date,
          element_at(array('web', 'fair', 'friend'), pmod(h, 3) + 1) AS channel,
          CAST(pmod(h, 4000) / 100 AS DECIMAL(10,2)) AS won_for
        FROM customer""");
    queries.put(
        "tags",
        """
        SELECT customer_id, element_at(array('vip', 'lead_user', 'interest:tea'), pmod(h, 3) + 1) AS tag,
          date_add(DATE'2023-01-01', pmod(h, 700)) AS set_on
        FROM customer WHERE pmod(h, 10) = 0""");
    queries.put(
        "products",
        """
        SELECT product_id, concat('category ', pmod(h, 40)) AS category,
          concat('brand ', pmod(h, 300)) AS brand,
          CAST(1 + pmod(h, 3000) / 100 AS DECIMAL(10,2)) AS unit_cost,
          date_add(DATE'2020-01-01', pmod(h, 1800)) AS launched_on
        FROM (SELECT product_id, CAST(pmod(xxhash64(product_id), 1000000007) AS INT) AS h FROM line
          WHERE trim(product_id) <> '' GROUP BY product_id)""");
    queries.put(
        "receivables",
        """
        SELECT concat('i', customer_id) AS invoice_id, customer_id,
          date_add(DATE'2023-06-01', pmod(h, 500)) AS issued_on,
          date_add(DATE'2023-07-01', pmod(h, 500)) AS due_on,
          CAST(10 + pmod(h, 100000) / 100 AS DECIMAL(12,2)) AS amount,
          date_add(DATE'2023-06-25', pmod(h, 500) + pmod(h, 40)) AS paid_on
        FROM customer""");
    queries.put(
        "interactions",
        """
        SELECT customer_id,
          timestamp_seconds(1672531200 + pmod(xxhash64(customer_id, n), 63000000)) AS at,
          element_at(array('email_open', 'site_visit', 'call', 'complaint', 'cart'),
            CAST(pmod(xxhash64(n, customer_id), 5) AS INT) + 1) AS type, 'in' AS direction
        FROM customer LATERAL VIEW explode(sequence(1, 5)) e AS n""");
    queries.put(
        "surveys",
        """
        SELECT customer_id, timestamp_seconds(1672531200 + pmod(h, 63000000)) AS at,
          'nps' AS instrument, CAST(pmod(h, 11) AS DECIMAL(4,0)) AS score
        FROM customer WHERE pmod(h, 20) = 0""");
    queries.put(
        "leads",
        """
        SELECT concat('l', customer_id) AS lead_id, 'web' AS source,
          timestamp_seconds(1704067200 + pmod(h, 30000000)) AS created_at
        FROM customer WHERE pmod(h, 50) = 0""");
    queries.put(
        "rates",
        """
        SELECT 'USD' AS currency, day, CAST(0.9 + pmod(xxhash64(day), 100) / 1000 AS DECIMAL(18,6)) AS rate
        FROM (SELECT explode(sequence(DATE'2022-12-01', DATE'2025-01-31')) AS day)""");
    queries.forEach((name, query) -> write(spark.sql(query), folder.resolve(name + ".parquet")));
  }

  private static void write(Dataset<Row> rows, Path to) {
    rows.write().mode(SaveMode.Overwrite).parquet(to.toString());
  }
}

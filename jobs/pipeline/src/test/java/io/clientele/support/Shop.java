package io.clientele.support;

import io.clientele.config.BaseConfig;
import io.clientele.lake.Lake;
import io.clientele.lake.LakeViews;
import io.clientele.lake.Pointer;
import io.clientele.run.Backfill;
import io.clientele.run.Failures;
import io.clientele.run.Outputs;
import io.clientele.run.Pipeline;
import io.clientele.run.RunContext;
import io.clientele.run.RunReport;
import io.clientele.scheme.SchemeLibrary;
import io.clientele.spine.LineReading;
import io.clientele.spine.Output;
import io.clientele.spine.Progress;
import io.clientele.table.TableSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A base with its files and its lake in a directory of the test's own. */
public final class Shop implements Results {
  public static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  private static final String YAML =
      """
      base: shop
      currency: EUR
      time_zone: UTC
      as_of: 2025-01-01
      lake: %1$s/lake
      data: %1$s
      sources:
        transactions:
          format: csv
          path: lines
          options: {header: true}
          schema: order_id STRING, customer_id STRING, day DATE, amount DECIMAL(20,4)
          columns:
            order_id: order_id
            customer_id: customer_id
            ordered_at: day
            revenue: amount
      gates: {max_quarantined_share: 1}
      schemes: [rfm, lifecycle_9, abc, value_loyalty]
      """;

  private final Path directory;
  private String yaml;
  private final List<String> overrides = new ArrayList<>();
  private String attempt = "test/1/1";
  private List<Output> outputs = Outputs.ALL;
  private boolean compiled;
  private boolean spread;

  public Shop(Path directory) {
    this.directory = directory;
    this.yaml = String.format(YAML, directory);
  }

  /** Writes a CSV file of the source, replacing one of the same name. */
  public Shop lines(String file, String... lines) {
    return file("lines/" + file, String.join("\n", lines) + "\n");
  }

  public Shop file(String name, String text) {
    try {
      Path path = directory.resolve(name);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces the configuration; {@code %1$s} stands for the directory. */
  public Shop yaml(String text) {
    this.yaml = String.format(text, directory);
    return this;
  }

  /** Adds to the configuration. */
  public Shop append(String text) {
    yaml += text;
    return this;
  }

  /** Takes the configuration of one of the examples that ship; its lake is here. */
  public Shop example(String name) {
    try {
      yaml = Files.readString(SharedData.home().resolve("conf/examples/" + name + ".yaml"));
      return set("lake=" + directory.resolve("lake"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Shop set(String... assignments) {
    overrides.addAll(Arrays.asList(assignments));
    return this;
  }

  public Shop attempt(String id) {
    attempt = id;
    return this;
  }

  /** Publishes only these. */
  public Shop only(Output... few) {
    outputs = List.of(few);
    return this;
  }

  /** Runs with generated code, as the product does, instead of interpreting. */
  public Shop compiled() {
    compiled = true;
    return spread().set("spark.sql.codegen.wholeStage=true");
  }

  /** Keeps intermediate rows in files, as the product does, in as many partitions as they have. */
  public Shop spread() {
    spread = true;
    return this;
  }

  boolean isSpread() {
    return spread;
  }

  public SparkSession spark() {
    ZoneId zone = config().timeZone();
    return compiled ? Sparks.session(zone) : Sparks.toys(zone);
  }

  public Path directory() {
    return directory;
  }

  public BaseConfig config() {
    return BaseConfig.parse("shop.yaml", yaml, overrides);
  }

  /** Computes everything for the date of the configuration, and publishes nothing. */
  public Computed compute() {
    return compute(config().asOf());
  }

  public Computed compute(LocalDate asOf) {
    try {
      return new Computed(this, asOf);
    } catch (Exception e) {
      // Spark throws its checked exceptions without declaring them.
      throw Failures.translate(e);
    }
  }

  public RunReport run() {
    return run(config().asOf());
  }

  public RunReport run(LocalDate asOf) {
    return run(asOf, Progress.silent());
  }

  public RunReport run(LocalDate asOf, Progress progress) {
    return run(asOf, progress, outputs);
  }

  public RunReport run(LocalDate asOf, Progress progress, List<Output> outputs) {
    return new Pipeline(context(asOf, LineReading.SOURCE, progress), outputs).execute();
  }

  /** Runs several dates over one reading. */
  public List<RunReport> backfill(Backfill backfill) {
    List<RunReport> reports = new ArrayList<>();
    backfill.execute(
        spark(),
        lake(),
        attempt,
        (date, lines) -> new Pipeline(context(date, lines, Progress.silent()), outputs).execute(),
        reports::add);
    return reports;
  }

  private RunContext context(LocalDate asOf, LineReading lines, Progress progress) {
    BaseConfig config = config();
    return new RunContext(
        spark(),
        config,
        asOf,
        new SchemeLibrary(directory.resolve("schemes")).load(config),
        lake(),
        pointer(),
        attempt,
        "test",
        lines,
        CLOCK,
        progress);
  }

  public Lake lake() {
    return new Lake(spark(), config().lake());
  }

  public Pointer pointer() {
    return new Pointer(
        spark(), lake(), config().base(), config().currency(), CLOCK, owner -> false);
  }

  /** The rows of a table in the run that counts for the as-of date of the configuration. */
  @Override
  public Dataset<Row> table(TableSpec table) {
    return table(table, config().asOf());
  }

  public Dataset<Row> table(TableSpec table, LocalDate asOf) {
    String run = pointer().read().current().get(asOf);
    return new LakeViews(lake(), config().base()).unchecked(table, run);
  }
}

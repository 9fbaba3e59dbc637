package io.clientele.run;

import io.clientele.config.BaseConfig;
import io.clientele.config.OptionalSource;
import io.clientele.config.SourceConfig;
import io.clientele.config.SourceKind;
import io.clientele.config.TransactionField;
import io.clientele.fact.Enrichment;
import io.clientele.feature.LineClass;
import io.clientele.publish.SourceShapes;
import io.clientele.quality.CurrencyConversion;
import io.clientele.quality.ProductFactsJoin;
import io.clientele.quality.RowContract;
import io.clientele.quality.SourceAccount;
import io.clientele.quality.StagedSource;
import io.clientele.source.Source;
import io.clientele.source.SourceRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The optional sources of a run: opened and checked first, read once when the run has begun. */
final class OptionalInputs {
  private final SparkSession spark;
  private final BaseConfig config;
  private final Map<SourceKind, SourceRows> rows = new EnumMap<>(SourceKind.class);
  private final Map<SourceKind, RowContract> contracts = new EnumMap<>(SourceKind.class);
  private final Map<SourceKind, StagedSource> staged = new EnumMap<>(SourceKind.class);

  /** Opens every configured source and analyses its mapping; reads no data. */
  OptionalInputs(SparkSession spark, BaseConfig config, LocalDate asOf) {
    this.spark = spark;
    this.config = config;
    for (OptionalSource optional : config.sources().values()) {
      SourceRows opened = new Source(spark, optional.source()).open();
      rows.put(optional.kind(), opened);
      contracts.put(optional.kind(), new RowContract(config, optional, opened, asOf));
    }
  }

  /** What exactly is read, for the run's identity. */
  List<String> fingerprints() {
    List<String> fingerprints = new ArrayList<>();
    rows.forEach((kind, of) -> fingerprints.add(kind.key() + "\n" + of.manifest().fingerprint()));
    return fingerprints;
  }

  /** The sources' own columns and their types, by source. */
  Map<SourceKind, SourceRows> opened() {
    return rows;
  }

  /** The columns of the transactions and of every optional source. */
  List<SourceShapes.Shape> shapes(SourceConfig transactions, SourceRows lines) {
    List<SourceShapes.Shape> shapes = new ArrayList<>();
    shapes.add(shape(transactions, lines));
    rows.forEach(
        (kind, of) ->
            shapes.add(
                shape(java.util.Objects.requireNonNull(config.sources().get(kind)).source(), of)));
    return shapes;
  }

  private static SourceShapes.Shape shape(SourceConfig source, SourceRows rows) {
    Map<String, String> types = new TreeMap<>();
    StructType schema = rows.rows().schema();
    for (String column : rows.columns()) {
      types.put(column, schema.apply(column).dataType().sql());
    }
    return new SourceShapes.Shape(source, types);
  }

  /** Reads every source once, into the run's own directory. */
  void stage(String directory) {
    contracts.forEach(
        (kind, contract) ->
            staged.put(
                kind,
                StagedSource.stage(
                    spark, contract, directory + "/" + kind.key(), config.maxQuarantinedShare())));
    checkUnchanged();
  }

  private void checkUnchanged() {
    rows.forEach(
        (kind, of) ->
            new Source(spark, java.util.Objects.requireNonNull(config.sources().get(kind)).source())
                .checkUnchanged(of.manifest()));
  }

  /** What became of the rows, by source. */
  List<SourceAccount> accounts() {
    return staged.values().stream().map(StagedSource::account).toList();
  }

  /** The rows that count; null where the source is not configured. */
  @Nullable Dataset<Row> accepted(SourceKind kind) {
    StagedSource source = staged.get(kind);
    return source == null ? null : source.accepted();
  }

  /** The facts of products for the lines; null where there are none. */
  @Nullable ProductFactsJoin products() {
    StagedSource products = staged.get(SourceKind.PRODUCTS);
    return products == null || !config.transactions().maps(TransactionField.PRODUCT_ID)
        ? null
        : new ProductFactsJoin(products.accepted(), products.account().of(LineClass.ACCEPTED));
  }

  /** The conversion of foreign lines; null where no currency is mapped. */
  @Nullable CurrencyConversion conversion() {
    return Currencies.conversion(spark, config, staged.get(SourceKind.EXCHANGE_RATES));
  }

  /** Whether any source tells something of customers. */
  boolean enrich() {
    return Enrichment.applies(staged.keySet());
  }

  /** The accepted rows of every source. */
  Map<SourceKind, Dataset<Row>> all() {
    Map<SourceKind, Dataset<Row>> all = new EnumMap<>(SourceKind.class);
    staged.forEach((kind, source) -> all.put(kind, source.accepted()));
    return all;
  }

  /** The refused rows of all sources; null where nothing was refused. */
  @Nullable Dataset<Row> quarantine() {
    return staged.values().stream()
        .filter(source -> source.account().of(LineClass.QUARANTINED) > 0)
        .map(StagedSource::quarantine)
        .reduce(Dataset::union)
        .orElse(null);
  }

  /** How many rows were refused. */
  long refused() {
    return accounts().stream().mapToLong(account -> account.of(LineClass.QUARANTINED)).sum();
  }

  /** What the user should know. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    contracts.forEach(
        (kind, contract) -> {
          notes.addAll(contract.notes());
          if (!contract.isDated()) {
            notes.add(
                kind.key()
                    + " carries no validity (valid_from, valid_to): a past as-of date sees today's"
                    + " attributes");
          }
        });
    return notes;
  }

  /** The kinds that are configured. */
  Set<SourceKind> kinds() {
    return contracts.keySet();
  }
}

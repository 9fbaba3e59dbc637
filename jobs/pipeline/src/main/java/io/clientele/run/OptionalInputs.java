package io.clientele.run;

import io.clientele.config.BaseConfig;
import io.clientele.config.OptionalSource;
import io.clientele.config.SourceConfig;
import io.clientele.config.SourceKind;
import io.clientele.config.TransactionField;
import io.clientele.fact.Enrichment;
import io.clientele.feature.Features;
import io.clientele.feature.LineClass;
import io.clientele.publish.SourceShapes;
import io.clientele.quality.CurrencyConversion;
import io.clientele.quality.CustomerMerges;
import io.clientele.quality.LineContract;
import io.clientele.quality.ProductFactsJoin;
import io.clientele.quality.RefusedKeeper;
import io.clientele.quality.SourceAccount;
import io.clientele.quality.SourceContract;
import io.clientele.quality.StagedSource;
import io.clientele.source.Source;
import io.clientele.source.SourceRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The optional sources of a run: opened and checked first, read once when the run has begun. */
final class OptionalInputs {
  private final SparkSession spark;
  private final BaseConfig config;
  private final Map<SourceKind, List<SourceRows>> rows = new EnumMap<>(SourceKind.class);
  private final Map<SourceKind, SourceContract> contracts = new EnumMap<>(SourceKind.class);
  private final Map<SourceKind, StagedSource> staged = new EnumMap<>(SourceKind.class);
  private @Nullable CustomerMerges merges;

  /** Opens every configured source and analyses its mapping; reads no data. */
  OptionalInputs(SparkSession spark, BaseConfig config, LocalDate asOf) {
    this.spark = spark;
    this.config = config;
    for (OptionalSource optional : config.sources().values()) {
      List<SourceRows> opened =
          optional.parts().stream().map(part -> new Source(spark, part.source()).open()).toList();
      rows.put(optional.kind(), opened);
      contracts.put(optional.kind(), new SourceContract(config, optional, opened, asOf));
    }
  }

  /** What exactly is read, for the run's identity. */
  List<String> fingerprints() {
    List<String> fingerprints = new ArrayList<>();
    rows.forEach(
        (kind, parts) ->
            parts.forEach(
                part -> fingerprints.add(kind.key() + "\n" + part.manifest().fingerprint())));
    return fingerprints;
  }

  /** What is read of each source, for people. */
  List<String> describe() {
    List<String> described = new ArrayList<>();
    rows.forEach(
        (kind, parts) ->
            parts.forEach(part -> described.add(kind.key() + " " + part.manifest().describe())));
    return described;
  }

  /** The columns of the transactions and of every optional source. */
  List<SourceShapes.Shape> shapes(SourceConfig transactions, SourceRows lines) {
    List<SourceShapes.Shape> shapes = new ArrayList<>();
    shapes.add(shape(transactions, lines));
    eachPart((part, of) -> shapes.add(shape(part, of)));
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

  /**
   * Reads every source once, into the run's own directory.
   *
   * @param refused keeps the refused rows of a source that has too many
   */
  void stage(String directory, RefusedKeeper refused) {
    eachPart((part, of) -> new Source(spark, part).checkLookups());
    contracts.forEach(
        (kind, contract) ->
            staged.put(
                kind,
                StagedSource.stage(
                    spark,
                    contract,
                    directory + "/" + kind.key(),
                    config.maxQuarantinedShare(),
                    refused)));
    checkUnchanged();
    StagedSource customers = staged.get(SourceKind.CUSTOMERS);
    boolean merged =
        customers != null
            && Objects.requireNonNull(config.sources().get(SourceKind.CUSTOMERS))
                .maps(CustomerMerges.FIELD);
    if (customers != null && merged) {
      merges =
          CustomerMerges.of(
              customers.accepted(),
              (name, rows) -> {
                String place = directory + "/" + name;
                rows.write().parquet(place);
                return spark.read().schema(rows.schema()).parquet(place);
              });
    }
  }

  private void checkUnchanged() {
    eachPart((part, of) -> new Source(spark, part).checkUnchanged(of.manifest()));
  }

  private void eachPart(BiConsumer<SourceConfig, SourceRows> action) {
    rows.forEach(
        (kind, opened) -> {
          OptionalSource optional = Objects.requireNonNull(config.sources().get(kind));
          for (int i = 0; i < opened.size(); i++) {
            action.accept(optional.parts().get(i).source(), opened.get(i));
          }
        });
  }

  /** What became of the rows, by source. */
  List<SourceAccount> accounts() {
    return staged.values().stream().map(StagedSource::account).toList();
  }

  /**
   * The rows that count, each for the customer that is left; null where the source is not
   * configured.
   */
  @Nullable Dataset<Row> accepted(SourceKind kind) {
    StagedSource source = staged.get(kind);
    if (source == null) {
      return null;
    }
    Dataset<Row> rows = source.accepted();
    CustomerMerges known = merges;
    if (known == null || !List.of(rows.columns()).contains(Features.CUSTOMER_ID)) {
      return rows;
    }
    return kind == SourceKind.CUSTOMERS
        ? CustomerMerges.left(rows)
        : known.resolve(rows, Features.CUSTOMER_ID);
  }

  /** What the sources tell of lines. */
  LineContract.Beside beside() {
    return new LineContract.Beside(products(), conversion(), merges);
  }

  /** The merges of customers where nothing is staged: opens the customers and reads them. */
  static @Nullable CustomerMerges merges(SparkSession spark, BaseConfig config, LocalDate asOf) {
    OptionalSource customers = config.sources().get(SourceKind.CUSTOMERS);
    if (customers == null || !customers.maps(CustomerMerges.FIELD)) {
      return null;
    }
    StagedSource read =
        StagedSource.reread(contract(spark, config, customers, asOf), config.maxQuarantinedShare());
    return CustomerMerges.of(read.accepted(), (name, rows) -> rows);
  }

  /** Opens a small source and reads its lookups, where nothing is staged. */
  static SourceContract contract(
      SparkSession spark, BaseConfig config, OptionalSource optional, LocalDate asOf) {
    List<SourceRows> opened = new ArrayList<>();
    for (OptionalSource.Part part : optional.parts()) {
      Source source = new Source(spark, part.source());
      source.checkLookups();
      opened.add(source.open());
    }
    return new SourceContract(config, optional, opened, asOf);
  }

  /** The facts of products for the lines; null where there are none. */
  private @Nullable ProductFactsJoin products() {
    StagedSource products = staged.get(SourceKind.PRODUCTS);
    return products == null || !config.transactions().maps(TransactionField.PRODUCT_ID)
        ? null
        : new ProductFactsJoin(products.accepted(), products.account().of(LineClass.ACCEPTED));
  }

  /** The conversion of foreign lines; null where no currency is mapped. */
  private @Nullable CurrencyConversion conversion() {
    return Currencies.conversion(spark, config, staged.get(SourceKind.EXCHANGE_RATES));
  }

  /** Whether any source tells something of customers. */
  boolean enrich() {
    return Enrichment.applies(staged.keySet());
  }

  /** The accepted rows of every source. */
  Map<SourceKind, Dataset<Row>> all() {
    Map<SourceKind, Dataset<Row>> all = new EnumMap<>(SourceKind.class);
    staged.keySet().forEach(kind -> all.put(kind, Objects.requireNonNull(accepted(kind))));
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

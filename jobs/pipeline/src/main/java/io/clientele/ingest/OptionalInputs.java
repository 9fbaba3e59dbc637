package io.clientele.ingest;

import io.clientele.config.BaseConfig;
import io.clientele.config.OptionalSource;
import io.clientele.config.SourceKind;
import io.clientele.config.TransactionField;
import io.clientele.feature.Features;
import io.clientele.spark.Parallel;
import io.clientele.spark.Workspace;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The optional sources of a run: opened and checked first, read once when the run has begun. */
public final class OptionalInputs {
  private final SparkSession spark;
  private final BaseConfig config;
  private final Map<SourceKind, List<OpenedSource>> opened = new EnumMap<>(SourceKind.class);
  private final Map<SourceKind, SourceContract> contracts = new EnumMap<>(SourceKind.class);
  private final Map<SourceKind, StagedSource> staged = new EnumMap<>(SourceKind.class);
  private @Nullable CustomerMerges merges;

  /**
   * Opens every configured source and analyses its mapping; reads no data.
   *
   * @param landing where rows of databases are copied to
   */
  public OptionalInputs(SparkSession spark, BaseConfig config, LocalDate asOf, Workspace landing) {
    this.spark = spark;
    this.config = config;
    for (OptionalSource optional : config.sources().values()) {
      List<OpenedSource> parts =
          optional.parts().stream()
              .map(part -> OpenedSource.of(new Source(spark, part.source(), landing)))
              .toList();
      opened.put(optional.kind(), parts);
      contracts.put(
          optional.kind(),
          new SourceContract(
              config, optional, parts.stream().map(OpenedSource::rows).toList(), asOf));
    }
  }

  /** What exactly is read, for the run's identity. */
  public List<String> fingerprints() {
    List<String> fingerprints = new ArrayList<>();
    opened.forEach(
        (kind, parts) ->
            parts.forEach(
                part -> fingerprints.add(kind.key() + "\n" + part.manifest().fingerprint())));
    return fingerprints;
  }

  /** What would notice a change of any source, without a look into any file. */
  public List<String> state() {
    return parts().flatMap(part -> part.manifest().state().stream()).toList();
  }

  /** What exactly is read of each part of each source. */
  public List<InputManifest> manifests() {
    return parts().map(OpenedSource::manifest).toList();
  }

  /** What is read of each source, for people. */
  public List<String> describe() {
    List<String> described = new ArrayList<>();
    opened.forEach(
        (kind, parts) ->
            parts.forEach(part -> described.add(kind.key() + " " + part.manifest().describe())));
    return described;
  }

  /** The columns of every source. */
  public List<SourceShape> shapes() {
    return parts().map(OpenedSource::shape).toList();
  }

  /**
   * Reads every source once, into the run's workspace.
   *
   * @param refused keeps the refused rows of a source that has too many
   */
  public void stage(Workspace workspace, RefusedKeeper refused) {
    parts().forEach(part -> part.source().checkLookups());
    List<SourceKind> kinds = List.copyOf(contracts.keySet());
    List<StagedSource> read =
        Parallel.all(
            kinds.stream()
                .<Supplier<StagedSource>>map(kind -> () -> stage(kind, workspace, refused))
                .toList());
    for (int i = 0; i < read.size(); i++) {
      staged.put(kinds.get(i), read.get(i));
    }
    checkUnchanged();
    StagedSource customers = staged.get(SourceKind.CUSTOMERS);
    boolean merged =
        customers != null
            && Objects.requireNonNull(config.sources().get(SourceKind.CUSTOMERS))
                .maps(CustomerMerges.FIELD);
    if (customers != null && merged) {
      merges = CustomerMerges.of(customers.accepted(), workspace);
    }
  }

  private StagedSource stage(SourceKind kind, Workspace workspace, RefusedKeeper refused) {
    return StagedSource.stage(
        Objects.requireNonNull(contracts.get(kind)),
        config.maxQuarantinedShare(),
        refused,
        workspace.within(kind.key()));
  }

  private void checkUnchanged() {
    parts().forEach(OpenedSource::checkUnchanged);
  }

  /**
   * Fails where a source and the lake lie in each other.
   *
   * @param lake where runs are published
   */
  public void checkApartFrom(String lake) {
    parts().forEach(part -> part.source().checkApartFrom(lake));
  }

  private Stream<OpenedSource> parts() {
    return opened.values().stream().flatMap(List::stream);
  }

  /** What became of the rows, by source. */
  public List<SourceAccount> accounts() {
    return staged.values().stream().map(StagedSource::account).toList();
  }

  /**
   * The rows that count, each for the customer that is left; null where the source is not
   * configured.
   */
  public @Nullable Dataset<Row> accepted(SourceKind kind) {
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
  public LineContract.ReferenceData referenceData() {
    return new LineContract.ReferenceData(products(), conversion(), merges);
  }

  /** The merges of customers where nothing is staged: opens the customers and reads them. */
  public static @Nullable CustomerMerges merges(
      SparkSession spark, BaseConfig config, LocalDate asOf) {
    OptionalSource customers = config.sources().get(SourceKind.CUSTOMERS);
    if (customers == null || !customers.maps(CustomerMerges.FIELD)) {
      return null;
    }
    StagedSource read =
        StagedSource.stage(
            contract(spark, config, customers, asOf),
            config.maxQuarantinedShare(),
            RefusedKeeper.NOTHING,
            Workspace.none());
    return CustomerMerges.of(read.accepted(), Workspace.none());
  }

  /** Opens a small source and reads its lookups, where nothing is staged. */
  public static SourceContract contract(
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
  private @Nullable ProductAttributesJoin products() {
    StagedSource products = staged.get(SourceKind.PRODUCTS);
    return products == null || !config.transactions().maps(TransactionField.PRODUCT_ID)
        ? null
        : new ProductAttributesJoin(products.accepted(), products.account().of(LineClass.ACCEPTED));
  }

  /** The conversion of foreign lines; null where no currency is mapped. */
  private @Nullable CurrencyConversion conversion() {
    return CurrencyRates.conversion(spark, config, staged.get(SourceKind.EXCHANGE_RATES));
  }

  /** The accepted rows of every source. */
  public Map<SourceKind, Dataset<Row>> all() {
    Map<SourceKind, Dataset<Row>> all = new EnumMap<>(SourceKind.class);
    staged.keySet().forEach(kind -> all.put(kind, Objects.requireNonNull(accepted(kind))));
    return all;
  }

  /** The refused rows of all sources; null where nothing was refused. */
  public @Nullable Dataset<Row> quarantine() {
    return staged.values().stream()
        .filter(source -> source.account().of(LineClass.QUARANTINED) > 0)
        .map(StagedSource::quarantine)
        .reduce(Dataset::union)
        .orElse(null);
  }

  /** How many rows were refused. */
  public long refused() {
    return accounts().stream().mapToLong(account -> account.of(LineClass.QUARANTINED)).sum();
  }

  /** Whether what the sources tell of lines may be something else on another date. */
  public boolean linesDependOnDate() {
    boolean merges =
        config.sources().containsKey(SourceKind.CUSTOMERS)
            && Objects.requireNonNull(config.sources().get(SourceKind.CUSTOMERS))
                .maps(CustomerMerges.FIELD);
    return dated(SourceKind.PRODUCTS)
        || (merges && dated(SourceKind.CUSTOMERS))
        || config.transactions().maps(TransactionField.CURRENCY);
  }

  private boolean dated(SourceKind kind) {
    SourceContract contract = contracts.get(kind);
    return contract != null && contract.isDated();
  }

  /** What the user should know. */
  public List<String> notes() {
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
  public Set<SourceKind> kinds() {
    return contracts.keySet();
  }
}

package io.clientele.config;

import io.clientele.failure.ConfigurationException;
import io.clientele.failure.Redaction;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one customer base, complete and checked.
 *
 * @param base the name of the base: its rows carry it in every table of the lake
 * @param currency ISO 4217 code of all money
 * @param timeZone where a day begins
 * @param lake the directory of the tables, any URI that Hadoop can write
 * @param asOf the as-of date written in the file; the command line overrides it
 * @param moneyScale decimal places that every amount is rounded to, line by line, half up
 * @param earliestDate a line before this date is refused
 * @param latestDate a line on or after this date is refused: it is a mistake, not the future
 * @param transactions the one required source
 * @param sources the optional sources
 * @param readiness how the events of leads add up
 * @param costs what lies between revenue and contribution margin
 * @param maxQuarantinedShare a run with a larger share of refused lines publishes nothing
 * @param windowsDays the windows of the windowed features, in days back from the as-of date
 * @param scores the score sets
 * @param groups which values of a feature are groups, where customers are compared within groups
 * @param schemes names or paths of scheme files, in the order of the columns
 * @param schemeParameters overrides of scheme parameters, by scheme and parameter
 * @param outlook how far ahead changes of segments are looked for
 * @param concentration within which parts of the base concentration is measured
 * @param clusters how customers are clustered; null where they are not
 * @param spark settings for the Spark session
 */
public record BaseConfig(
    String base,
    String currency,
    ZoneId timeZone,
    String lake,
    @Nullable LocalDate asOf,
    int moneyScale,
    LocalDate earliestDate,
    LocalDate latestDate,
    TransactionsConfig transactions,
    Map<SourceKind, OptionalSource> sources,
    ReadinessConfig readiness,
    CostConfig costs,
    BigDecimal maxQuarantinedShare,
    List<Integer> windowsDays,
    ScoreSets scores,
    GroupFloor groups,
    List<String> schemes,
    Map<String, Map<String, String>> schemeParameters,
    OutlookConfig outlook,
    ConcentrationConfig concentration,
    @Nullable ClusterConfig clusters,
    Map<String, String> spark) {

  /** The format of the file; a file without the key is taken as this one. */
  public static final int CONFIG_VERSION = 1;

  /**
   * Reads a configuration.
   *
   * @param name the file's name for messages
   * @param text the YAML
   * @param overrides {@code KEY=VALUE} pairs laid over the file
   * @throws ConfigurationException naming every problem with file, line, key and mend
   */
  public static BaseConfig parse(String name, String text, List<String> overrides) {
    Problems problems = new Problems();
    Section root = Section.parse(name, text, overrides, problems);
    int version = root.integer("config_version", CONFIG_VERSION, 1, Integer.MAX_VALUE);
    if (version != CONFIG_VERSION) {
      root.problem("config_version", version + " is not known here; this release reads 1");
    }
    String base = root.requiredText("base", "my-shop");
    if (!base.isEmpty() && !base.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")) {
      root.problem("base", "'" + base + "' must be letters, digits, '_', '.' or '-', at most 64");
    }
    String currency = root.requiredText("currency", "EUR");
    if (!currency.isEmpty() && !currency.matches("[A-Z]{3}")) {
      root.problem("currency", "'" + currency + "' is not a three-letter code such as EUR");
    }
    ZoneId timeZone =
        root.parsed(
            "time_zone", ZoneId.of("UTC"), "a time zone such as Europe/London", t -> zone(t));
    String lake = root.requiredText("lake", "lake/my-shop");
    String data = root.text("data", "");
    LocalDate asOf = root.date("as_of");
    int moneyScale = root.integer("money_scale", 4, 0, 4);
    Section plausible = root.section("plausible_dates");
    LocalDate earliest = plausible.date("from", LocalDate.of(1900, 1, 1));
    LocalDate latest = plausible.date("to", LocalDate.of(2100, 1, 1));
    if (!earliest.isBefore(latest)) {
      plausible.problem("from", "must be before plausible_dates.to");
    }
    plausible.close();
    Section sources = root.section("sources");
    TransactionsConfig transactions =
        TransactionsConfig.read(sources.section("transactions"), data);
    Map<SourceKind, OptionalSource> optional = new EnumMap<>(SourceKind.class);
    for (SourceKind kind : SourceKind.values()) {
      if (sources.has(kind.key())) {
        optional.put(kind, OptionalSource.read(kind, sources.section(kind.key()), data));
      }
    }
    sources.close();
    ReadinessConfig readiness = ReadinessConfig.read(root.section("readiness"));
    CostConfig costs = CostConfig.read(root.section("revenue_basis"), root.section("costs"));
    Section gates = root.section("gates");
    BigDecimal quarantined = gates.share("max_quarantined_share", new BigDecimal("0.05"));
    gates.close();
    Section features = root.section("features");
    List<Integer> windows = features.integers("windows_days", List.of(365), 1, 36_500);
    if (!windows.contains(365)) {
      features.problem("windows_days", "must include 365: the schemes that ship use that window");
    }
    features.close();
    ScoreSets scores = ScoreSets.read(root.section("scores"), root.section("score_sets"));
    GroupFloor groups = GroupFloor.read(root.section("groups"));
    List<String> schemes = root.texts("schemes");
    if (schemes.isEmpty()) {
      root.problem("schemes", "missing; for example schemes: [rfm, lifecycle_9, abc]");
    }
    Map<String, Map<String, String>> parameters =
        readParameters(root.section("parameters"), schemes);
    OutlookConfig outlook = OutlookConfig.read(root.section("outlook"));
    ConcentrationConfig concentration = ConcentrationConfig.read(root.section("concentration"));
    ClusterConfig clusters =
        root.has("clusters") ? ClusterConfig.read(root.section("clusters")) : null;
    Map<String, String> spark = SparkSettings.read(root.section("spark"));
    root.close();
    problems.throwIfAny();
    return new BaseConfig(
        base,
        currency,
        timeZone,
        lake,
        asOf,
        moneyScale,
        earliest,
        latest,
        transactions,
        optional,
        readiness,
        costs,
        quarantined,
        windows.stream().distinct().sorted().toList(),
        scores,
        groups,
        List.copyOf(schemes),
        parameters,
        outlook,
        concentration,
        clusters,
        spark);
  }

  /**
   * Everything of this configuration that can change a result, as canonical text: two equal texts
   * give equal snapshots. Where the lake lies and how Spark is sized are left out.
   */
  public String fingerprint() {
    return String.join(
        "\n",
        "base=" + base,
        "currency=" + currency,
        "time_zone=" + timeZone,
        "money_scale=" + moneyScale,
        "plausible=" + earliestDate + ".." + latestDate,
        described(transactions.source()) + transactions.columns(),
        sources.values().stream()
            .map(
                s ->
                    s.parts().stream()
                            .map(part -> described(part.source()) + part.columns())
                            .collect(Collectors.joining("\n"))
                        + s.duplicateKeys())
            .collect(Collectors.joining("\n")),
        sources.containsKey(SourceKind.LEADS) ? "readiness=" + readiness : "",
        "costs=" + costs.fingerprint(),
        "gate=" + maxQuarantinedShare.stripTrailingZeros().toPlainString(),
        "windows=" + windowsDays,
        "outlook=" + outlook.days(),
        "concentration=" + concentration,
        "clusters=" + (clusters == null ? "none" : clusters),
        "scores=" + scores.fingerprint(),
        "groups=" + groups.fingerprint());
  }

  private static String described(SourceConfig source) {
    return String.join(
        "|",
        source.name(),
        source.format().name(),
        options(source),
        String.valueOf(source.schema()),
        String.valueOf(source.where()),
        source.lookups().stream()
            .map(lookup -> described(lookup.source()) + lookup.key() + "=" + lookup.on())
            .collect(Collectors.joining("|")));
  }

  /** The same whatever the password is: a new one makes no new run. */
  private static String options(SourceConfig source) {
    Map<String, String> options = new TreeMap<>(source.options());
    options.replaceAll(Redaction::value);
    return options.toString();
  }

  /** Whether the sources tell this. */
  public boolean provides(Input input) {
    return switch (input.source()) {
      case "transactions" -> providesLine(input.field());
      case "costs" -> costs.provides(input.field(), sources.values());
      case "revenue_basis" -> costs.taxRate().signum() > 0;
      case Input.ATTRIBUTE -> providesLine(input.field()) || provides("customers", input.field());
      default -> provides(input.source(), input.field());
    };
  }

  /** Whether the transactions alone tell this. */
  public boolean linesProvide(Input input) {
    boolean lines = input.source().equals("transactions") || input.source().equals(Input.ATTRIBUTE);
    return lines && maps(input.field());
  }

  private boolean providesLine(String field) {
    return maps(field) || (field.equals(TransactionField.COST.key()) && productsCost());
  }

  private boolean maps(String field) {
    return transactions.columns().keySet().stream().anyMatch(f -> f.key().equals(field));
  }

  /** Whether the cost of a line follows from its product and its quantity. */
  public boolean productsCost() {
    return provides("products", "unit_cost")
        && maps(TransactionField.PRODUCT_ID.key())
        && maps(TransactionField.QUANTITY.key());
  }

  private boolean provides(String source, String field) {
    return sources.values().stream()
        .filter(optional -> optional.kind().key().equals(source))
        .anyMatch(
            optional ->
                field.isEmpty()
                    || optional.maps(field)
                    || (field.equals(Input.PERMISSIONS) && optional.mapsPermissions()));
  }

  private static Map<String, Map<String, String>> readParameters(
      Section section, List<String> schemes) {
    Map<String, Map<String, String>> parameters = new LinkedHashMap<>();
    for (String scheme : schemes) {
      Section own = section.section(scheme);
      Map<String, String> entries = own.entries();
      if (!entries.isEmpty()) {
        parameters.put(scheme, entries);
      }
    }
    section.close();
    return parameters;
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e);
    }
  }
}

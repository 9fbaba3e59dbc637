package io.clientele.config;

import io.clientele.failure.ConfigurationException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param connections databases by name
 * @param transactions the one required source
 * @param sources the optional sources
 * @param readiness how the events of leads add up
 * @param costs what lies between revenue and contribution margin
 * @param maxQuarantinedShare a run with a larger share of refused lines publishes nothing
 * @param maxUnlikeDuplicateShare a run with a larger share of lines that have the identity of a
 *     line in another order or of another customer publishes nothing
 * @param windowsDays the windows of the windowed features, in days back from the as-of date
 * @param scores the score sets
 * @param groups which values of a feature are groups, where customers are compared within groups
 * @param schemes names or paths of scheme files, in the order of the columns
 * @param schemeParameters overrides of scheme parameters, by scheme and parameter
 * @param precedence schemes whose policies decide where several speak about one customer, first to
 *     last
 * @param outlook how far ahead changes of segments are looked for
 * @param goals what key figures should reach
 * @param concentration within which parts of the base concentration is measured
 * @param clusters how customers are clustered; null where they are not
 * @param keepLines whether the accepted lines are published
 * @param spark settings for the Spark session
 * @param fingerprint every value that can change a result, a line each: equal texts give equal
 *     snapshots of equal sources
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
    Map<String, ConnectionConfig> connections,
    TransactionsConfig transactions,
    Map<SourceKind, OptionalSource> sources,
    ReadinessConfig readiness,
    CostConfig costs,
    BigDecimal maxQuarantinedShare,
    BigDecimal maxUnlikeDuplicateShare,
    List<Integer> windowsDays,
    ScoreSets scores,
    GroupFloor groups,
    List<String> schemes,
    Map<String, Map<String, String>> schemeParameters,
    List<String> precedence,
    OutlookConfig outlook,
    GoalsConfig goals,
    ConcentrationConfig concentration,
    @Nullable ClusterConfig clusters,
    boolean keepLines,
    Map<String, String> spark,
    String fingerprint) {

  /** The format of the file; a file without the key is taken as this one. */
  public static final int CONFIG_VERSION = 1;

  private static final String OWN_ID = "a run's id has it by itself";

  private static final Key VERSION =
      Key.integer("config_version", 1, Integer.MAX_VALUE, "format of the file")
          .orElse("1")
          .withoutEffect("there is one format");

  private static final Key BASE =
      Key.text("base", "name of the base; several bases may share a lake")
          .required("my-shop")
          .matching(
              "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}",
              "a name of letters, digits, '_', '.' or '-', at most 64");

  private static final Key CURRENCY =
      Key.text("currency", "ISO 4217 code of all money that is published")
          .required("EUR")
          .matching("[A-Z]{3}", "a three-letter code such as EUR");

  private static final Key TIME_ZONE =
      Key.text("time_zone", "where a day begins")
          .orElse("UTC")
          .matching("", "a time zone such as Europe/London");

  private static final Key LAKE =
      Key.text("lake", "directory of the tables, any URI that Hadoop can write")
          .required("lake/my-shop")
          .withoutEffect("where the lake lies changes no row");

  private static final Key DATA =
      Key.text("data", "where relative paths of sources start")
          .orElse("")
          .withoutEffect("a run's id has the files that are read and their contents");

  private static final Key AS_OF =
      Key.date("as_of", "the day looked at; --as-of overrides; only lines before it are seen")
          .withoutEffect(OWN_ID);

  private static final Key MONEY_SCALE =
      Key.integer("money_scale", 0, 4, "decimal places; each line is rounded half up to them")
          .orElse("4");

  private static final Key KEEP_LINES =
      Key.flag(
          "keep_lines",
          false,
          "whether the accepted lines are published as the table order_lines; costs another reading"
              + " of the source");

  private static final Key EARLIEST =
      Key.date("from", "earlier lines are refused").orElse("1900-01-01");

  private static final Key LATEST =
      Key.date("to", "lines on or after it are refused").orElse("2100-01-01");

  private static final Keys PLAUSIBLE =
      Keys.of(
          "plausible_dates",
          "lines outside are refused as rubbish, not taken for the future",
          EARLIEST,
          LATEST);

  private static final Key QUARANTINED =
      Key.share(
              "max_quarantined_share", "a larger share of refused lines fails the run, exit code 3")
          .orElse("0.05");

  private static final Key UNLIKE =
      Key.share(
              "max_unlike_duplicate_share",
              "a larger share of lines with the transaction_id of a line in another order or of"
                  + " another customer fails the run, exit code 3")
          .orElse("0.01");

  private static final Keys GATES =
      Keys.of("gates", "limits that a run must keep to publish", QUARANTINED, UNLIKE);

  private static final Key WINDOWS =
      Key.integers(
              "windows_days",
              1,
              36_500,
              "windows of the windowed features; 90 days are always there, and 365 must be")
          .orElse("[365]");

  private static final Keys FEATURES =
      Keys.of("features", "what is computed of every customer", WINDOWS);

  private static final Key SCHEMES =
      Key.texts(
              "schemes",
              "names of scheme files (in schemes/ beside this file or beside its directory, else those"
                  + " that ship), or paths that end in .yaml")
          .required("[rfm, lifecycle_9, abc]")
          .withoutEffect("a run's id has the definition of every scheme");

  private static final Keys PARAMETERS =
      Keys.of(
              "parameters",
              Keys.Shape.NAMED_ENTRIES,
              "parameters of a scheme that are laid over its file",
              Key.text("PARAMETER", "a value"))
          .withoutEffect("a run's id has the definition of every scheme with its parameters");

  private static final Key PRECEDENCE =
      Key.texts(
              "precedence",
              "names of schemes: where the policies of several speak about one customer, the first"
                  + " that stands here decides")
          .orElse("[]")
          .withoutEffect("policies change no row");

  private static final Keys SPARK =
      Keys.of(
              "spark",
              Keys.Shape.ENTRIES,
              "settings for Spark, full names",
              Key.text("spark.NAME", "a value as Spark takes it"))
          .withoutEffect("settings that results depend on are pinned");

  private static final Map<SourceKind, Keys> OPTIONAL = optional();

  /** Every key of the file. */
  public static final Keys KEYS =
      Keys.of(
              "",
              "a base: its sources, what is computed and where it is published",
              VERSION,
              BASE,
              CURRENCY,
              TIME_ZONE,
              AS_OF,
              LAKE,
              DATA,
              MONEY_SCALE,
              SCHEMES,
              PRECEDENCE,
              KEEP_LINES)
          .and(
              List.of(),
              List.of(
                  ConnectionConfig.KEYS,
                  sourceKeys(),
                  PLAUSIBLE,
                  GATES,
                  FEATURES,
                  ScoreSets.SCORES,
                  ScoreSets.SETS,
                  GroupFloor.KEYS,
                  PARAMETERS,
                  OutlookConfig.KEYS,
                  GoalsConfig.KEYS,
                  ConcentrationConfig.KEYS,
                  ClusterConfig.KEYS,
                  CostConfig.BASIS,
                  CostConfig.COSTS,
                  ReadinessConfig.KEYS,
                  SPARK));

  private static Map<SourceKind, Keys> optional() {
    Map<SourceKind, Keys> optional = new EnumMap<>(SourceKind.class);
    for (SourceKind kind : SourceKind.values()) {
      optional.put(kind, OptionalSource.keys(kind));
    }
    return optional;
  }

  private static Keys sourceKeys() {
    List<Keys> sources = new ArrayList<>(List.of(TransactionsConfig.KEYS));
    sources.addAll(OPTIONAL.values());
    return Keys.of("sources", "where rows lie and how they are mapped").and(List.of(), sources);
  }

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
    Section root = Section.parse(KEYS, name, text, overrides, problems);
    int version = root.integer(VERSION);
    if (version != CONFIG_VERSION) {
      root.problem(VERSION, version + " is not known here; this release reads 1");
    }
    String base = root.text(BASE);
    String currency = root.text(CURRENCY);
    ZoneId timeZone = root.parsed(TIME_ZONE, ZoneId::of);
    String lake = root.text(LAKE);
    String data = root.text(DATA);
    LocalDate asOf = root.optionalDate(AS_OF);
    int moneyScale = root.integer(MONEY_SCALE);
    Section plausible = root.section(PLAUSIBLE);
    LocalDate earliest = plausible.date(EARLIEST);
    LocalDate latest = plausible.date(LATEST);
    if (!earliest.isBefore(latest)) {
      plausible.problem(EARLIEST, "must be before plausible_dates.to");
    }
    plausible.close();
    Section sources = root.section("sources");
    Map<String, ConnectionConfig> connections =
        ConnectionConfig.readAll(root.section(ConnectionConfig.KEYS));
    SourcePlaces places = new SourcePlaces(data, connections);
    TransactionsConfig transactions =
        TransactionsConfig.read(sources.section(TransactionsConfig.KEYS), places);
    Map<SourceKind, OptionalSource> optional = new EnumMap<>(SourceKind.class);
    OPTIONAL.forEach(
        (kind, keys) -> {
          if (sources.has(keys)) {
            optional.put(kind, OptionalSource.read(kind, sources.section(keys), places));
          }
        });
    sources.close();
    ReadinessConfig readiness = ReadinessConfig.read(root.section(ReadinessConfig.KEYS));
    CostConfig costs =
        CostConfig.read(root.section(CostConfig.BASIS), root.section(CostConfig.COSTS));
    boolean keepLines = root.flag(KEEP_LINES);
    Section gates = root.section(GATES);
    BigDecimal quarantined = gates.share(QUARANTINED);
    BigDecimal unlike = gates.share(UNLIKE);
    gates.close();
    Section features = root.section(FEATURES);
    List<Integer> windows = features.integers(WINDOWS);
    if (!windows.contains(365)) {
      features.problem(WINDOWS, "must include 365: the schemes that ship use that window");
    }
    features.close();
    ScoreSets scores = ScoreSets.read(root.section(ScoreSets.SCORES), root.section(ScoreSets.SETS));
    GroupFloor groups = GroupFloor.read(root.section(GroupFloor.KEYS));
    List<String> schemes = root.texts(SCHEMES);
    if (schemes.isEmpty()) {
      root.problem(SCHEMES, "missing; for example schemes: " + SCHEMES.example());
    }
    Map<String, Map<String, String>> parameters = readParameters(root.section(PARAMETERS), schemes);
    List<String> precedence = root.texts(PRECEDENCE);
    OutlookConfig outlook = OutlookConfig.read(root.section(OutlookConfig.KEYS));
    GoalsConfig goals = GoalsConfig.read(root.section(GoalsConfig.KEYS));
    ConcentrationConfig concentration =
        ConcentrationConfig.read(root.section(ConcentrationConfig.KEYS));
    ClusterConfig clusters =
        root.has(ClusterConfig.KEYS) ? ClusterConfig.read(root.section(ClusterConfig.KEYS)) : null;
    Map<String, String> spark = SparkSettings.read(root.section(SPARK));
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
        connections,
        transactions,
        optional,
        readiness,
        costs,
        quarantined,
        unlike,
        windows.stream().distinct().sorted().toList(),
        scores,
        groups,
        List.copyOf(schemes),
        parameters,
        List.copyOf(precedence),
        outlook,
        goals,
        concentration,
        clusters,
        keepLines,
        spark,
        root.fingerprint());
  }

  /** The attributes of customers that are the base's own. */
  public List<String> attributes() {
    OptionalSource customers = sources.get(SourceKind.CUSTOMERS);
    return customers == null ? List.of() : customers.attributes();
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
    return Arrays.stream(TransactionField.values())
        .anyMatch(f -> f.key().equals(field) && transactions.maps(f));
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
      Map<String, String> entries = section.named(scheme).entries();
      if (!entries.isEmpty()) {
        parameters.put(scheme, entries);
      }
    }
    section.closeNames(schemes);
    return parameters;
  }
}

package io.clientele.ingest;

import static io.clientele.config.TransactionField.CHANNEL;
import static io.clientele.config.TransactionField.COST;
import static io.clientele.config.TransactionField.COUNTRY;
import static io.clientele.config.TransactionField.CURRENCY;
import static io.clientele.config.TransactionField.CUSTOMER_ID;
import static io.clientele.config.TransactionField.DISCOUNT;
import static io.clientele.config.TransactionField.KIND;
import static io.clientele.config.TransactionField.ORDERED_AT;
import static io.clientele.config.TransactionField.ORDER_ID;
import static io.clientele.config.TransactionField.PRODUCT_ID;
import static io.clientele.config.TransactionField.QUANTITY;
import static io.clientele.config.TransactionField.REVENUE;
import static io.clientele.config.TransactionField.STORE;
import static io.clientele.config.TransactionField.TRANSACTION_ID;
import static io.clientele.config.TransactionField.VERSION;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.clientele.config.BaseConfig;
import io.clientele.config.TransactionField;
import io.clientele.spark.Catalyst;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.jspecify.annotations.Nullable;

/**
 * Turns the mapped lines of a source into {@link OrderLine} columns and puts each into its {@link
 * LineClass}, line by line; {@link Identity} then decides between lines that share an identity.
 */
public final class LineContract {
  static final String CUSTOMER = "customer";
  static final String ORDER = "order";
  static final String PRODUCT = "product";
  static final String CONFLICT = "conflict";
  static final String COUNTRY_NAME = "country";
  static final String STORE_NAME = "store";
  static final String CHANNEL_NAME = "channel";
  static final String CATEGORY = "category";
  static final String BRAND = "brand";
  static final String LAUNCHED = "launched";
  static final String EXCHANGED = "exchanged";
  static final String DAY = "day";
  static final String LINE_CLASS = "lineClass";
  static final String FLAGS = "flags";
  static final String REASONS = "reasons";
  static final String REVENUE_UNITS = "revenue";
  static final String QUANTITY_UNITS = "quantity";
  static final String COST_UNITS = "cost";
  static final String DISCOUNT_UNITS = "discount";
  static final String IDENTITY = "identity";
  static final String VERSION_VALUE = "version";
  static final String SALT = "salt";
  static final String ORIGINAL = "original";
  static final String FILE = "file";

  /** A line's amount is below 10¹¹ units of currency: more is a mistake. */
  private static final long LINE_LIMIT = 1_000_000_000_000_000L;

  /** What a line tells of its customer, and the column that holds it. */
  private static final Map<TransactionField, String> PLACE =
      Map.of(COUNTRY, COUNTRY_NAME, STORE, STORE_NAME, CHANNEL, CHANNEL_NAME);

  /** Before the names of columns that lines get on the way. */
  private static final String OWN = OwnColumns.named("line_");

  private static final int SALTS = 4096;
  private static final Column NOTHING = lit("").cast("binary");
  private static final Column RATE = col(OWN + "rate");

  private final BaseConfig config;
  private final SourceRows source;
  private final RefusedText refusedText;
  private final int asOfDay;
  private final @Nullable ProductAttributesJoin products;
  private final @Nullable CurrencyConversion conversion;
  private final @Nullable CustomerMerges merges;
  private final Map<TransactionField, MappedExpression> mapped;
  private final @Nullable MappedExpression where;
  private final RefusalReasons reasons = new RefusalReasons();
  private final int conflictBit;
  private final Dataset<Row> classified;

  /**
   * What other sources tell of lines.
   *
   * @param products what the products source tells; null without one
   * @param conversion of amounts in foreign currencies; null where no currency is mapped
   * @param merges of customers; null where nobody was merged
   */
  public record ReferenceData(
      @Nullable ProductAttributesJoin products,
      @Nullable CurrencyConversion conversion,
      @Nullable CustomerMerges merges) {}

  /** Classifies the lines of a mapping; lazy. */
  public LineContract(LineMapping mapping, ReferenceData reference) {
    this.config = mapping.config();
    this.source = mapping.source();
    this.refusedText = mapping.refusedText();
    this.asOfDay = mapping.asOfDay();
    this.mapped = mapping.mapped();
    this.where = mapping.where();
    this.products = reference.products();
    this.conversion = reference.conversion();
    this.merges = reference.merges();
    if (conversion == null && mapped.containsKey(CURRENCY)) {
      throw new IllegalStateException("lines of several currencies are read without their rates");
    }
    this.classified = classify();
    this.conflictBit = reasons.reserve(RefusalReasons.VERSION_CONFLICT);
  }

  /** The reasons for which a line can be refused. */
  public RefusalReasons reasons() {
    return reasons;
  }

  /** What a person is told of refused lines. */
  public RefusedText refusedText() {
    return refusedText;
  }

  /** What the currencies of the lines are worth; only the base's where none is mapped. */
  public RateTable rates() {
    return conversion == null ? new RateTable(config.currency(), List.of()) : conversion.rates();
  }

  /** Whether lines have an identity, so that duplicates can be told. */
  public boolean hasIdentity() {
    return mapped.containsKey(TRANSACTION_ID);
  }

  boolean hasVersion() {
    return mapped.containsKey(VERSION);
  }

  boolean hasTextVersion() {
    return hasVersion() && mapped(VERSION).type() instanceof StringType;
  }

  /** The columns of lines that are not the same in all of them. */
  LineRows carried() {
    Map<String, Boolean> optional = new HashMap<>();
    optional.put(PRODUCT, mapped.containsKey(PRODUCT_ID));
    optional.put(CONFLICT, hasVersion());
    PLACE.forEach((field, column) -> optional.put(column, mapped.containsKey(field)));
    List.of(CATEGORY, BRAND, LAUNCHED).forEach(column -> optional.put(column, products != null));
    optional.put(EXCHANGED, conversion != null);
    optional.put(QUANTITY_UNITS, mapped.containsKey(QUANTITY));
    optional.put(COST_UNITS, mapped.containsKey(COST) || config.productsCost());
    optional.put(DISCOUNT_UNITS, mapped.containsKey(DISCOUNT));
    return new LineRows(
        optional.keySet().stream().filter(optional::get).collect(Collectors.toSet()));
  }

  int conflictBit() {
    return conflictBit;
  }

  /** Every line with its columns and its class so far; identity is not yet decided. */
  Dataset<Row> classified() {
    return classified;
  }

  private Dataset<Row> classify() {
    List<Column> attempts = new ArrayList<>(List.of(col("*")));
    mapped.values().stream().filter(e -> !e.plain()).forEach(e -> attempts.add(e.attempt()));
    if (where != null && !where.plain()) {
      attempts.add(where.attempt());
    }
    Dataset<Row> tried = source.rows().select(attempts.toArray(Column[]::new));

    Column customer = id(CUSTOMER_ID);
    Column order = id(ORDER_ID);
    Column day = unix_date(to_date(mapped(ORDERED_AT).value()));
    Column revenue = units(REVENUE, config.moneyScale());

    List<Column> columns = new ArrayList<>();
    columns.add(customer.as(OWN + "customer"));
    columns.add(order.as(OWN + "order"));
    columns.add(day.as(OWN + "day"));
    columns.add(revenue.as(OWN + "revenue"));
    columns.add(optionalUnits(QUANTITY, TableSpec.STORED_SCALE).as(OWN + "quantity"));
    columns.add(optionalUnits(COST, config.moneyScale()).as(OWN + "cost"));
    columns.add(optionalUnits(DISCOUNT, config.moneyScale()).as(OWN + "discount"));
    columns.add((mapped.containsKey(PRODUCT_ID) ? id(PRODUCT_ID) : text()).as(OWN + "product"));
    columns.add((hasIdentity() ? id(TRANSACTION_ID) : text()).as(OWN + "identity"));
    columns.add((hasVersion() ? mapped(VERSION).value() : text()).as(OWN + "version"));
    columns.add(kind().as(OWN + "kind"));
    for (TransactionField field : PLACE.keySet()) {
      columns.add((mapped.containsKey(field) ? id(field) : text()).as(OWN + field.key()));
    }
    if (mapped.containsKey(CURRENCY)) {
      columns.add(upper(trim(mapped(CURRENCY).value().cast("string"))).as(OWN + "code"));
    }
    tried = tried.select(prepend(col("*"), columns));
    if (merges != null) {
      tried = merges.resolve(tried, OWN + "customer");
    }
    tried = converted(tried);
    if (products != null) {
      tried = products.join(tried, col(OWN + "product"));
      if (config.productsCost()) {
        Column cost = coalesce(col(OWN + "cost"), productCost(products.unitCost()));
        tried = tried.withColumn(OWN + "cost", cost);
      }
    }

    Column sale = saleOf(col(OWN + "kind"), signed());
    addReasons(sale);
    Column broken = source.malformed() == null ? lit(false) : source.malformed();
    Column excluded = where == null ? lit(false) : where.excludes(source, broken);
    Column mask = reasons.mask();
    Dataset<Row> masked =
        tried.select(
            prepend(
                col("*"),
                List.of(
                    excluded.as(OWN + "excluded"), mask.as(OWN + "mask"), sale.as(OWN + "sale"))));

    Column lineClass =
        when(col(OWN + "excluded"), LineClass.EXCLUDED.code())
            .when(col(OWN + "mask").notEqual(0L), LineClass.QUARANTINED.code())
            .when(col(OWN + "day").geq(asOfDay), LineClass.UNSEEN.code())
            .when(col(OWN + "customer").isNull(), LineClass.ANONYMOUS.code())
            .otherwise(LineClass.ACCEPTED.code());
    Column accepted = lineClass.equalTo(LineClass.ACCEPTED.code());
    Column isSale = col(OWN + "sale");
    Column flags =
        when(isSale, OrderLine.SALE)
            .otherwise(0)
            .plus(when(col(OWN + "revenue").isNotNull(), OrderLine.REVENUE_KNOWN).otherwise(0))
            .plus(when(col(OWN + "cost").isNotNull(), OrderLine.COST_KNOWN).otherwise(0))
            .plus(when(col(OWN + "quantity").isNotNull(), OrderLine.QUANTITY_KNOWN).otherwise(0));
    return masked.select(
        coalesce(col(OWN + "customer"), lit("")).as(CUSTOMER),
        coalesce(col(OWN + "order"), lit("")).as(ORDER),
        coalesce(col(OWN + "product").cast("binary"), NOTHING).as(PRODUCT),
        NOTHING.as(CONFLICT),
        exchanged().as(EXCHANGED),
        place(COUNTRY),
        place(STORE),
        place(CHANNEL),
        fact(ProductAttributesJoin::category).as(CATEGORY),
        fact(ProductAttributesJoin::brand).as(BRAND),
        launched().as(LAUNCHED),
        coalesce(col(OWN + "day"), lit(0)).as(DAY),
        lineClass.as(LINE_CLASS),
        flags.as(FLAGS),
        when(col(OWN + "excluded"), 0L).otherwise(col(OWN + "mask")).as(REASONS),
        coalesce(col(OWN + "revenue"), lit(0L)).as(REVENUE_UNITS),
        coalesce(
                when(isSale, col(OWN + "quantity")).otherwise(negate(abs(col(OWN + "quantity")))),
                lit(0L))
            .as(QUANTITY_UNITS),
        coalesce(
                when(isSale, col(OWN + "cost")).otherwise(recovered(abs(col(OWN + "cost")))),
                lit(0L))
            .as(COST_UNITS),
        coalesce(when(isSale, col(OWN + "discount")), lit(0L)).as(DISCOUNT_UNITS),
        col(OWN + "identity").as(IDENTITY),
        col(OWN + "version").as(VERSION_VALUE),
        // Lines that belong to nobody are spread, or all of them would meet in one task.
        when(accepted, lit(0))
            .otherwise(salt(col(OWN + "order"), col(OWN + "day"), col(OWN + "product")))
            .as(SALT),
        source.original().as(ORIGINAL),
        source.file().as(FILE));
  }

  /** A number above 0 that spreads lines which belong to nobody. */
  static Column salt(Column... values) {
    return pmod(xxhash64(values), lit(SALTS)).plus(1).cast("int");
  }

  /** The lines with their money in the base's currency. */
  private Dataset<Row> converted(Dataset<Row> lines) {
    CurrencyConversion rates = conversion;
    if (rates == null) {
      return lines;
    }
    Dataset<Row> placed =
        lines
            .withColumn(OWN + "currency", when(col(OWN + "code").notEqual(""), col(OWN + "code")))
            .withColumn(OWN + "rate", rates.place(col(OWN + "currency"), col(OWN + "day")));
    Column own = RATE.equalTo(RateTable.OWN);
    Map<String, Column> money = new LinkedHashMap<>();
    money.put(
        OWN + "original",
        when(own, col(OWN + "revenue")).otherwise(units(REVENUE, TableSpec.STORED_SCALE)));
    for (TransactionField field : LineMapping.MONEY) {
      if (mapped.containsKey(field)) {
        Column exact = mapped(field).value();
        String name = OWN + field.key();
        money.put(name, when(own, col(name)).otherwise(rates.convert(exact, RATE)));
      }
    }
    return placed.withColumns(money);
  }

  /** What says by its sign whether a line is a return: a rate may round a small one to zero. */
  private Column signed() {
    return col(conversion == null ? OWN + "revenue" : OWN + "original");
  }

  private Column exchanged() {
    return conversion == null ? NOTHING : conversion.pack(RATE, col(OWN + "day"), signed());
  }

  /** Where the line was sold; empty where unknown. */
  private Column place(TransactionField field) {
    String column = Objects.requireNonNull(PLACE.get(field));
    return coalesce(col(OWN + field.key()).cast("binary"), NOTHING).as(column);
  }

  /** What the products source tells of the line's product; empty where unknown. */
  private Column fact(Function<ProductAttributesJoin, Column> of) {
    return products == null ? NOTHING : coalesce(of.apply(products).cast("binary"), NOTHING);
  }

  private Column launched() {
    Column unknown = lit((long) OrderLine.NEVER);
    return products == null ? unknown : coalesce(products.launched().cast("bigint"), unknown);
  }

  private void addReasons(Column sale) {
    if (source.malformed() != null) {
      reasons.add("malformed_row", source.malformed());
    }
    missingOrUnparsable(ORDER_ID, col(OWN + "order"));
    missingOrUnparsable(ORDERED_AT, col(OWN + "day"));
    reasons.add(
        "implausible_ordered_at",
        col(OWN + "day")
            .lt(Math.toIntExact(config.earliestDate().toEpochDay()))
            .or(col(OWN + "day").geq(Math.toIntExact(config.latestDate().toEpochDay()))));
    missingOrUnparsable(REVENUE, mapped(REVENUE).value());
    outOfRange(REVENUE, col(OWN + "revenue"));
    unparsable(CUSTOMER_ID);
    if (conversion != null) {
      missingOrUnparsable(CURRENCY, col(OWN + "currency"));
      // A line of the future may be in a currency that has no rate yet: it is not seen either.
      reasons.add(
          "missing_exchange_rate",
          col(OWN + "currency").isNotNull().and(RATE.isNull()).and(col(OWN + "day").lt(asOfDay)));
    }
    if (hasIdentity()) {
      missingOrUnparsable(TRANSACTION_ID, col(OWN + "identity"));
    }
    for (TransactionField field : List.of(ORDER_ID, CUSTOMER_ID, TRANSACTION_ID)) {
      if (mapped.containsKey(field) && mapped(field).type() instanceof StringType) {
        Column id = mapped(field).value();
        reasons.add("undecoded_" + field.key(), Identifiers.isUndecoded(id));
      }
    }
    for (TransactionField field :
        List.of(VERSION, PRODUCT_ID, KIND, QUANTITY, COST, DISCOUNT, CHANNEL, STORE, COUNTRY)) {
      unparsable(field);
    }
    for (TransactionField field : List.of(QUANTITY, COST, DISCOUNT)) {
      if (mapped.containsKey(field)) {
        outOfRange(field, col(OWN + field.key()));
      }
    }
    if (mapped.containsKey(KIND)) {
      Column kind = col(OWN + "kind");
      reasons.add("unknown_kind", kind.isNotNull().and(kind.isin("sale", "return").equalTo(false)));
      reasons.add("sale_with_negative_revenue", kind.equalTo("sale").and(signed().lt(0L)));
      reasons.add("return_with_positive_revenue", kind.equalTo("return").and(signed().gt(0L)));
    }
    if (mapped.containsKey(COST)) {
      reasons.add("negative_cost_of_sale", sale.and(col(OWN + "cost").lt(0L)));
    }
    if (mapped.containsKey(DISCOUNT)) {
      reasons.add("negative_discount", sale.and(col(OWN + "discount").lt(0L)));
    }
    mapped.forEach(
        (field, expression) ->
            expression
                .any(source.grouped())
                .ifPresent(grouped -> reasons.add("thousands_separator_" + field.key(), grouped)));
    mapped.forEach(
        (field, expression) ->
            expression
                .any(source.finer())
                .ifPresent(finer -> reasons.add("too_many_places_" + field.key(), finer)));
    if (where != null) {
      Column undecided = where.value().isNull().and(where.failed(source));
      reasons.add("unparsable_where", undecided);
    }
  }

  private void missingOrUnparsable(TransactionField field, Column canonical) {
    MappedExpression expression = mapped(field);
    Column failed = expression.failed(source);
    // A null made of something is as broken as a failed evaluation; a null made of nothing is
    // missing.
    Column broken = failed.or(canonical.isNull().and(expression.value().isNotNull()));
    Column empty = canonical.isNull().and(failed.equalTo(false));
    if (expression.plain()) {
      reasons.add("missing_" + field.key(), empty);
      unparsable(field);
    } else {
      Column hasInput = expression.hasInput();
      boolean text = List.of(ORDER_ID, TRANSACTION_ID, CURRENCY).contains(field);
      reasons.add("missing_" + field.key(), text ? empty : empty.and(hasInput.equalTo(false)));
      reasons.add("unparsable_" + field.key(), text ? failed : broken.or(empty.and(hasInput)));
    }
  }

  private void unparsable(TransactionField field) {
    MappedExpression expression = mapped.get(field);
    if (expression != null) {
      boolean possible = !expression.plain() || expression.any(source.broken()).isPresent();
      if (possible) {
        reasons.add("unparsable_" + field.key(), expression.failed(source));
      }
    }
  }

  private void outOfRange(TransactionField field, Column units) {
    Column there = mapped(field).value().isNotNull().and(units.isNull());
    if (conversion != null && LineMapping.MONEY.contains(field)) {
      // Without a rate nothing can be said of the amount.
      there = there.and(RATE.isNotNull());
    }
    reasons.add(
        "out_of_range_" + field.key(), there.or(units.geq(LINE_LIMIT)).or(units.leq(-LINE_LIMIT)));
  }

  private MappedExpression mapped(TransactionField field) {
    MappedExpression expression = mapped.get(field);
    if (expression == null) {
      throw new IllegalStateException(field.key() + " is not mapped");
    }
    return expression;
  }

  /** An identifier as text, exactly as it is; one that holds nothing to see is missing. */
  private Column id(TransactionField field) {
    return Identifiers.of(mapped(field).value().cast("string"));
  }

  private static Column text() {
    return lit(null).cast("string");
  }

  private Column kind() {
    return mapped.containsKey(KIND) ? lower(trim(mapped(KIND).value().cast("string"))) : text();
  }

  private static Column sale(Column revenue) {
    return revenue.geq(0L);
  }

  private static Column saleOf(Column kind, Column revenue) {
    return coalesce(
        when(kind.equalTo("return"), false).when(kind.equalTo("sale"), true),
        sale(revenue),
        lit(true));
  }

  private Column optionalUnits(TransactionField field, int scale) {
    return mapped.containsKey(field) ? units(field, scale) : lit(null).cast("bigint");
  }

  /** An amount in whole 10⁻⁴, rounded half up at the scale; null where it has too many digits. */
  private Column units(TransactionField field, int scale) {
    MappedExpression expression = mapped(field);
    DataType stored = DataTypes.createDecimalType(18, TableSpec.STORED_SCALE);
    Column value = expression.value();
    if (expression.type() instanceof DecimalType decimal
        && decimal.scale() <= scale
        && decimal.precision() - decimal.scale() <= 14) {
      long one = BigInteger.TEN.pow(TableSpec.STORED_SCALE - decimal.scale()).longValueExact();
      return Catalyst.unscaled(value).multiply(lit(one));
    }
    Column rounded = value.cast(DataTypes.createDecimalType(14 + scale, scale)).cast(stored);
    return Catalyst.unscaled(Catalyst.attempt(rounded));
  }

  /** Units times the cost of one, rounded half up at the scale, in whole 10⁻⁴. */
  private Column productCost(Column unitCost) {
    DataType stored = DataTypes.createDecimalType(18, TableSpec.STORED_SCALE);
    Column units = Catalyst.decimal(abs(col(OWN + "quantity")), 18, TableSpec.STORED_SCALE);
    Column cost =
        units
            .multiply(unitCost.cast(stored))
            .cast(DataTypes.createDecimalType(14 + config.moneyScale(), config.moneyScale()))
            .cast(stored);
    return Catalyst.unscaled(Catalyst.attempt(cost));
  }

  /** What a return gives back of the cost of its goods, negative. */
  private Column recovered(Column cost) {
    BigDecimal share = config.costs().returnRecovery();
    if (share.compareTo(BigDecimal.ONE) == 0) {
      return negate(cost);
    }
    DataType stored = DataTypes.createDecimalType(18, TableSpec.STORED_SCALE);
    Column part =
        Catalyst.decimal(cost, 18, TableSpec.STORED_SCALE)
            .multiply(lit(share))
            .cast(DataTypes.createDecimalType(14 + config.moneyScale(), config.moneyScale()));
    return negate(Catalyst.unscaled(part.cast(stored)));
  }

  private static Column[] prepend(Column first, List<Column> rest) {
    List<Column> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all.toArray(Column[]::new);
  }

  /** Where the money of a refused line is known, its amount. */
  static Column knownRevenue() {
    return when(has(OrderLine.REVENUE_KNOWN), amount(REVENUE_UNITS));
  }

  /** Whether a line has a flag of {@link OrderLine}. */
  static Column has(int flag) {
    return col(FLAGS).bitwiseAND(flag).notEqual(0);
  }

  /** A column of whole 10⁻⁴ as a decimal. */
  static Column amount(String units) {
    return Catalyst.decimal(col(units), 18, TableSpec.STORED_SCALE);
  }
}

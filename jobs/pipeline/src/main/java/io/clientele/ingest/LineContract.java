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
import static org.apache.spark.sql.functions.concat_ws;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
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
  static final String ATTRIBUTES = "attributes";
  static final String FACTS = "facts";
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

  /** Stands between the parts of {@link #ATTRIBUTES}. */
  static final String BETWEEN = "\u0001";

  /** A line's amount is below 10¹¹ units of currency: more is a mistake. */
  private static final long LINE_LIMIT = 1_000_000_000_000_000L;

  /** What a line tells of its customer, in the order of the packed text. */
  private static final List<TransactionField> PLACE = List.of(COUNTRY, STORE, CHANNEL);

  private static final int SALTS = 4096;
  private static final Column NOTHING = lit("").cast("binary");
  private static final Column RATE = col("__c_rate");

  private final BaseConfig config;
  private final SourceRows source;
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
    List<RefusalHints.Mapped> fields = new ArrayList<>();
    mapped.forEach(
        (field, expression) ->
            fields.add(expression.forHints(field.key(), RefusalHints.kind(field), source)));
    if (where != null) {
      fields.add(where.forHints("where", RefusalHints.Kind.OTHER, source));
    }
    return new RefusedText(
        fields,
        new RefusalHints(
            config.transactions().source(),
            source.columns().size() - config.transactions().source().lookups().size()));
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

  /** The columns of lines that are not the same in all of them. */
  LineRows carried() {
    Map<String, Boolean> optional =
        Map.of(
            PRODUCT, mapped.containsKey(PRODUCT_ID),
            CONFLICT, hasVersion(),
            ATTRIBUTES, PLACE.stream().anyMatch(mapped::containsKey),
            FACTS, products != null,
            EXCHANGED, conversion != null,
            QUANTITY_UNITS, mapped.containsKey(QUANTITY),
            COST_UNITS, mapped.containsKey(COST) || config.productsCost(),
            DISCOUNT_UNITS, mapped.containsKey(DISCOUNT));
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
    columns.add(customer.as("__c_customer"));
    columns.add(order.as("__c_order"));
    columns.add(day.as("__c_day"));
    columns.add(revenue.as("__c_revenue"));
    columns.add(optionalUnits(QUANTITY, TableSpec.STORED_SCALE).as("__c_quantity"));
    columns.add(optionalUnits(COST, config.moneyScale()).as("__c_cost"));
    columns.add(optionalUnits(DISCOUNT, config.moneyScale()).as("__c_discount"));
    columns.add((mapped.containsKey(PRODUCT_ID) ? id(PRODUCT_ID) : text()).as("__c_product"));
    columns.add((hasIdentity() ? id(TRANSACTION_ID) : text()).as("__c_identity"));
    columns.add((hasVersion() ? mapped(VERSION).value() : text()).as("__c_version"));
    columns.add(kind().as("__c_kind"));
    for (TransactionField field : PLACE) {
      columns.add((mapped.containsKey(field) ? id(field) : text()).as("__c_" + field.key()));
    }
    if (mapped.containsKey(CURRENCY)) {
      columns.add(upper(trim(mapped(CURRENCY).value().cast("string"))).as("__c_code"));
    }
    tried = tried.select(prepend(col("*"), columns));
    if (merges != null) {
      tried = merges.resolve(tried, "__c_customer");
    }
    tried = converted(tried);
    if (products != null) {
      tried = products.join(tried, col("__c_product"));
      if (config.productsCost()) {
        Column cost = coalesce(col("__c_cost"), productCost(products.unitCost()));
        tried = tried.withColumn("__c_cost", cost);
      }
    }

    Column sale = saleOf(col("__c_kind"), signed());
    addReasons(sale);
    Column broken = source.malformed() == null ? lit(false) : source.malformed();
    Column excluded = where == null ? lit(false) : where.excludes(source, broken);
    Column mask = reasons.mask();
    Dataset<Row> masked =
        tried.select(
            prepend(
                col("*"),
                List.of(excluded.as("__c_excluded"), mask.as("__c_mask"), sale.as("__c_sale"))));

    Column lineClass =
        when(col("__c_excluded"), LineClass.EXCLUDED.code())
            .when(col("__c_mask").notEqual(0L), LineClass.QUARANTINED.code())
            .when(col("__c_day").geq(asOfDay), LineClass.UNSEEN.code())
            .when(col("__c_customer").isNull(), LineClass.ANONYMOUS.code())
            .otherwise(LineClass.ACCEPTED.code());
    Column accepted = lineClass.equalTo(LineClass.ACCEPTED.code());
    Column isSale = col("__c_sale");
    Column flags =
        when(isSale, OrderLine.SALE)
            .otherwise(0)
            .plus(when(col("__c_revenue").isNotNull(), OrderLine.REVENUE_KNOWN).otherwise(0))
            .plus(when(col("__c_cost").isNotNull(), OrderLine.COST_KNOWN).otherwise(0))
            .plus(when(col("__c_quantity").isNotNull(), OrderLine.QUANTITY_KNOWN).otherwise(0));
    return masked.select(
        coalesce(col("__c_customer"), lit("")).as(CUSTOMER),
        coalesce(col("__c_order"), lit("")).as(ORDER),
        coalesce(col("__c_product").cast("binary"), NOTHING).as(PRODUCT),
        NOTHING.as(CONFLICT),
        exchanged().as(EXCHANGED),
        attributes().as(ATTRIBUTES),
        facts().as(FACTS),
        coalesce(col("__c_day"), lit(0)).as(DAY),
        lineClass.as(LINE_CLASS),
        flags.as(FLAGS),
        when(col("__c_excluded"), 0L).otherwise(col("__c_mask")).as(REASONS),
        coalesce(col("__c_revenue"), lit(0L)).as(REVENUE_UNITS),
        coalesce(
                when(isSale, col("__c_quantity")).otherwise(negate(abs(col("__c_quantity")))),
                lit(0L))
            .as(QUANTITY_UNITS),
        coalesce(when(isSale, col("__c_cost")).otherwise(recovered(abs(col("__c_cost")))), lit(0L))
            .as(COST_UNITS),
        coalesce(when(isSale, col("__c_discount")), lit(0L)).as(DISCOUNT_UNITS),
        col("__c_identity").as(IDENTITY),
        col("__c_version").as(VERSION_VALUE),
        // Lines that belong to nobody are spread, or all of them would meet in one task.
        when(accepted, lit(0))
            .otherwise(salt(col("__c_order"), col("__c_day"), col("__c_product")))
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
            .withColumn("__c_currency", when(col("__c_code").notEqual(""), col("__c_code")))
            .withColumn("__c_rate", rates.place(col("__c_currency"), col("__c_day")));
    Column own = RATE.equalTo(RateTable.OWN);
    Map<String, Column> money = new LinkedHashMap<>();
    money.put(
        "__c_original",
        when(own, col("__c_revenue")).otherwise(units(REVENUE, TableSpec.STORED_SCALE)));
    for (TransactionField field : LineMapping.MONEY) {
      if (mapped.containsKey(field)) {
        Column exact = mapped(field).value();
        String name = "__c_" + field.key();
        money.put(name, when(own, col(name)).otherwise(rates.convert(exact, RATE)));
      }
    }
    return placed.withColumns(money);
  }

  /** What says by its sign whether a line is a return: a rate may round a small one to zero. */
  private Column signed() {
    return col(conversion == null ? "__c_revenue" : "__c_original");
  }

  private Column exchanged() {
    return conversion == null ? NOTHING : conversion.pack(RATE, col("__c_day"), signed());
  }

  /** What the line tells of its customer, in one text; empty where no such field is mapped. */
  private Column attributes() {
    if (PLACE.stream().noneMatch(mapped::containsKey)) {
      return NOTHING;
    }
    Column[] parts =
        PLACE.stream()
            .map(field -> coalesce(col("__c_" + field.key()), lit("")))
            .toArray(Column[]::new);
    return concat_ws(BETWEEN, parts).cast("binary");
  }

  private Column facts() {
    return products == null ? NOTHING : coalesce(products.facts(), NOTHING);
  }

  private void addReasons(Column sale) {
    if (source.malformed() != null) {
      reasons.add("malformed_row", source.malformed());
    }
    missingOrUnparsable(ORDER_ID, col("__c_order"));
    missingOrUnparsable(ORDERED_AT, col("__c_day"));
    reasons.add(
        "implausible_ordered_at",
        col("__c_day")
            .lt(Math.toIntExact(config.earliestDate().toEpochDay()))
            .or(col("__c_day").geq(Math.toIntExact(config.latestDate().toEpochDay()))));
    missingOrUnparsable(REVENUE, mapped(REVENUE).value());
    outOfRange(REVENUE, col("__c_revenue"));
    unparsable(CUSTOMER_ID);
    if (conversion != null) {
      missingOrUnparsable(CURRENCY, col("__c_currency"));
      // A line of the future may be in a currency that has no rate yet: it is not seen either.
      reasons.add(
          "missing_exchange_rate",
          col("__c_currency").isNotNull().and(RATE.isNull()).and(col("__c_day").lt(asOfDay)));
    }
    if (hasIdentity()) {
      missingOrUnparsable(TRANSACTION_ID, col("__c_identity"));
    }
    for (TransactionField field :
        List.of(VERSION, PRODUCT_ID, KIND, QUANTITY, COST, DISCOUNT, CHANNEL, STORE, COUNTRY)) {
      unparsable(field);
    }
    for (TransactionField field : List.of(QUANTITY, COST, DISCOUNT)) {
      if (mapped.containsKey(field)) {
        outOfRange(field, col("__c_" + field.key()));
      }
    }
    if (mapped.containsKey(KIND)) {
      Column kind = col("__c_kind");
      reasons.add("unknown_kind", kind.isNotNull().and(kind.isin("sale", "return").equalTo(false)));
      reasons.add("sale_with_negative_revenue", kind.equalTo("sale").and(signed().lt(0L)));
      reasons.add("return_with_positive_revenue", kind.equalTo("return").and(signed().gt(0L)));
    }
    if (mapped.containsKey(COST)) {
      reasons.add("negative_cost_of_sale", sale.and(col("__c_cost").lt(0L)));
    }
    if (mapped.containsKey(DISCOUNT)) {
      reasons.add("negative_discount", sale.and(col("__c_discount").lt(0L)));
    }
    mapped.forEach(
        (field, expression) ->
            expression
                .any(source.grouped())
                .ifPresent(grouped -> reasons.add("thousands_separator_" + field.key(), grouped)));
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

  /** An identifier as text; blank is missing. */
  private Column id(TransactionField field) {
    Column text = mapped(field).value().cast("string");
    return when(trim(text).notEqual(""), text);
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
    Column units = Catalyst.decimal(abs(col("__c_quantity")), 18, TableSpec.STORED_SCALE);
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

package io.clientele.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.clientele.config.FieldType;
import io.clientele.config.OptionalSource;
import io.clientele.config.SourceField;
import io.clientele.failure.DataRefusedException;
import io.clientele.spark.Workspace;
import io.clientele.table.QuarantineTable;
import io.clientele.table.Records;
import io.clientele.table.TableSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of an optional source, read once and kept for the run: those that count, each key once,
 * and those that were refused.
 */
public final class StagedSource {
  private static final String COPIES = "__copies";
  private static final String CONFLICT = "__conflict";
  private static final int NAMED_KEYS = 10;

  private final SourceContract contract;
  private final Dataset<Row> rows;
  private final Dataset<Row> unique;
  private final SourceAccount account;

  private StagedSource(
      SourceContract contract, Dataset<Row> rows, Dataset<Row> unique, SourceAccount account) {
    this.contract = contract;
    this.rows = rows;
    this.unique = unique;
    this.account = account;
  }

  /**
   * Reads the source.
   *
   * @param refused keeps refused rows where too many are
   * @param workspace where the rows are kept until the run ends
   * @throws DataRefusedException if rows share a key but not their content, or too many are refused
   */
  public static StagedSource stage(
      SourceContract contract,
      BigDecimal maxQuarantinedShare,
      RefusedKeeper refused,
      Workspace workspace) {
    Dataset<Row> rows = workspace.keep("rows", contract.classified());
    SourceAccount counted = counted(contract, rows);
    List<String> key = contract.kind().identity();
    Dataset<Row> accepted =
        rows.filter(col(RowContract.ROW_CLASS).equalTo(LineClass.ACCEPTED.code()));
    StagedSource staged;
    if (key.isEmpty()) {
      staged = new StagedSource(contract, rows, accepted, counted);
    } else {
      staged = decide(contract, rows, accepted, counted, workspace);
    }
    staged.checkGate(maxQuarantinedShare, refused);
    return staged;
  }

  /** What became of the rows. */
  public SourceAccount account() {
    return account;
  }

  /** The rows that count, with the canonical fields; those of a keyed source have unique keys. */
  public Dataset<Row> accepted() {
    Dataset<Row> counting =
        contract.kind().identity().isEmpty() ? unique : unique.filter(col(CONFLICT).equalTo(false));
    return counting.select(fields(contract));
  }

  /** The refused rows with their reasons and their original text. */
  public Dataset<Row> quarantine() {
    Column refused = col(RowContract.ROW_CLASS).equalTo(LineClass.QUARANTINED.code());
    Dataset<Row> broken =
        quarantined(rows.filter(refused), contract.reasons().named(col(RowContract.REASONS)));
    List<String> key = contract.kind().identity();
    boolean conflicts =
        !key.isEmpty() && account.reasons().containsKey(RefusalReasons.DUPLICATE_KEY);
    if (!conflicts) {
      return broken;
    }
    Dataset<Row> keys = unique.filter(col(CONFLICT)).select(columns(key));
    Dataset<Row> doubled =
        rows.filter(col(RowContract.ROW_CLASS).equalTo(LineClass.ACCEPTED.code()))
            .join(keys, key.toArray(String[]::new), "left_semi");
    return broken.union(
        quarantined(
            doubled, org.apache.spark.sql.functions.array(lit(RefusalReasons.DUPLICATE_KEY))));
  }

  private Dataset<Row> quarantined(Dataset<Row> refused, Column reasons) {
    return refused.select(
        lit(contract.kind().key()).as(QuarantineTable.SOURCE),
        reasons.as(QuarantineTable.REASONS),
        amount(contract).cast(TableSpec.MONEY).as(QuarantineTable.REVENUE),
        coalesce(col(RowContract.ORIGINAL), lit("{}")).as(QuarantineTable.SOURCE_ROW),
        coalesce(col(RowContract.FILE), lit("")).as(QuarantineTable.SOURCE_FILE));
  }

  /**
   * One row a key: equal rows count once, rows that differ are a conflict. Contents are compared
   * only where a key occurs again, which is rare.
   */
  private static StagedSource decide(
      SourceContract contract,
      Dataset<Row> rows,
      Dataset<Row> accepted,
      SourceAccount counted,
      Workspace workspace) {
    Column[] key = columns(contract.kind().identity());
    List<Column> single = new ArrayList<>(List.of(fields(contract)));
    single.add(lit(1L).as(COPIES));
    single.add(lit(false).as(CONFLICT));
    Dataset<Row> again =
        workspace.keep(
            "again",
            accepted
                .groupBy(key)
                .agg(count(lit(1)).as(COPIES))
                .filter(col(COPIES).gt(1))
                .select(key));
    if (again.isEmpty()) {
      Dataset<Row> unique = accepted.select(single.toArray(Column[]::new));
      return new StagedSource(contract, rows, unique, counted);
    }
    String[] names = contract.kind().identity().toArray(String[]::new);
    Dataset<Row> others =
        accepted.join(again, names, "left_anti").select(single.toArray(Column[]::new));
    Dataset<Row> unique =
        workspace.keep(
            "unique",
            others.unionByName(once(contract, accepted.join(again, names, "left_semi"), key)));
    return new StagedSource(contract, rows, unique, decided(contract, unique, counted));
  }

  private static Dataset<Row> once(SourceContract contract, Dataset<Row> rows, Column[] key) {
    Column[] content = fields(contract);
    List<Column> flat = new ArrayList<>();
    for (SourceField field : contract.optional().fields()) {
      flat.add(col("least." + field.name()).as(field.name()));
    }
    flat.add(col(COPIES));
    flat.add(col("least").eqNullSafe(col("greatest")).equalTo(false).as(CONFLICT));
    return rows.groupBy(key)
        .agg(
            min(struct(content)).as("least"),
            max(struct(content)).as("greatest"),
            count(lit(1)).as(COPIES))
        .select(flat.toArray(Column[]::new));
  }

  private static SourceAccount counted(SourceContract contract, Dataset<Row> rows) {
    List<String> names = contract.reasons().names();
    List<Column> sums = new ArrayList<>();
    sums.add(
        sum(coalesce(amount(contract), lit(BigDecimal.ZERO))).cast(TableSpec.TOTAL).as("money"));
    for (int bit = 0; bit < names.size(); bit++) {
      sums.add(
          sum(when(col(RowContract.REASONS).bitwiseAND(1L << bit).notEqual(0L), 1L).otherwise(0L))
              .as("reason_" + bit));
    }
    Map<LineClass, Long> counts = new EnumMap<>(LineClass.class);
    Map<LineClass, BigDecimal> money = new EnumMap<>(LineClass.class);
    Map<String, Long> reasons = new LinkedHashMap<>();
    for (Row row :
        rows.groupBy(col(RowContract.ROW_CLASS))
            .agg(count(lit(1)).as("source_rows"), sums.toArray(Column[]::new))
            .collectAsList()) {
      LineClass of = LineClass.of(row.<Integer>getAs(RowContract.ROW_CLASS));
      counts.put(of, row.<Long>getAs("source_rows"));
      money.put(of, row.<BigDecimal>getAs("money"));
      for (int bit = 0; bit < names.size(); bit++) {
        long refused = row.<Long>getAs("reason_" + bit);
        if (refused > 0) {
          reasons.merge(names.get(bit), refused, Long::sum);
        }
      }
    }
    return new SourceAccount(contract.kind().key(), counts, money, reasons);
  }

  /** What became of the rows whose key occurs again. */
  record Doubled(long keys, long conflicting, long copied, BigDecimal copiedMoney) {}

  private static Column added(Column number) {
    return coalesce(sum(number), lit(0));
  }

  private static SourceAccount decided(
      SourceContract contract, Dataset<Row> unique, SourceAccount counted) {
    Column conflict = col(CONFLICT);
    Column copies = col(COPIES);
    Column amount = coalesce(amount(contract), lit(BigDecimal.ZERO));
    Column again = when(conflict, lit(0L)).otherwise(copies.minus(1L));
    Doubled doubled =
        Records.of(
                Doubled.class,
                unique
                    .agg(
                        added(when(conflict, 1L).otherwise(0L)).as("keys"),
                        added(when(conflict, copies).otherwise(0L)).as("conflicting"),
                        added(again).as("copied"),
                        added(amount.multiply(again)).cast(TableSpec.TOTAL).as("copied_money"))
                    .collectAsList())
            .get(0);
    if (doubled.keys() > 0
        && contract.optional().duplicateKeys() == OptionalSource.DuplicateKeys.REFUSE) {
      throw new DataRefusedException(
          doubled(contract, unique, doubled.keys(), doubled.conflicting()));
    }
    long conflicting = doubled.conflicting();
    long copied = doubled.copied();
    BigDecimal copiedMoney = doubled.copiedMoney();
    Map<LineClass, Long> rows = new EnumMap<>(LineClass.class);
    rows.putAll(counted.rows());
    rows.merge(LineClass.ACCEPTED, -(conflicting + copied), Long::sum);
    rows.merge(LineClass.DUPLICATE, copied, Long::sum);
    rows.merge(LineClass.QUARANTINED, conflicting, Long::sum);
    Map<LineClass, BigDecimal> money = new EnumMap<>(LineClass.class);
    money.putAll(counted.money());
    money.merge(LineClass.ACCEPTED, copiedMoney.negate(), BigDecimal::add);
    money.merge(LineClass.DUPLICATE, copiedMoney, BigDecimal::add);
    Map<String, Long> reasons = new LinkedHashMap<>(counted.reasons());
    if (conflicting > 0) {
      reasons.put(RefusalReasons.DUPLICATE_KEY, conflicting);
    }
    return new SourceAccount(counted.source(), rows, money, reasons);
  }

  private static String doubled(
      SourceContract contract, Dataset<Row> unique, long keys, long conflicting) {
    List<String> key = contract.kind().identity();
    List<String> named = new ArrayList<>();
    for (Row row :
        unique
            .filter(col(CONFLICT))
            .select(columns(key))
            .orderBy(columns(key))
            .limit(NAMED_KEYS)
            .collectAsList()) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < key.size(); i++) {
        parts.add(String.valueOf(row.get(i)));
      }
      named.add(String.join(" / ", parts));
    }
    String where = "sources." + contract.kind().key();
    return where
        + ": "
        + keys
        + " values of "
        + String.join(", ", key)
        + " stand in "
        + conflicting
        + " rows that differ: "
        + String.join(", ", named)
        + (keys > NAMED_KEYS ? ", …" : "")
        + ". Joined, they would double money. Nothing was published. Make the key unique (a where,"
        + " or valid_from and valid_to for rows of different times), or set "
        + where
        + ".duplicate_keys: quarantine to go on without these rows.";
  }

  private void checkGate(BigDecimal maxQuarantinedShare, RefusedKeeper keeper) {
    long counted = account.read() - account.of(LineClass.EXCLUDED);
    long refused = account.of(LineClass.QUARANTINED);
    boolean over =
        counted > 0
            && BigDecimal.valueOf(refused)
                    .divide(BigDecimal.valueOf(counted), 10, RoundingMode.HALF_UP)
                    .compareTo(maxQuarantinedShare)
                > 0;
    if (over) {
      throw DataRefusedException.showing(
          "sources."
              + account.source()
              + ": "
              + refused
              + " of "
              + counted
              + " rows break the input contract, more than gates.max_quarantined_share "
              + maxQuarantinedShare.stripTrailingZeros().toPlainString()
              + " allows. Reasons: "
              + account.reasons()
              + ". Nothing was published; the last good run stays. Mend the source or its mapping,"
              + " or raise the gate.",
          contract.refusedText().of(quarantine(), account.reasons(), keeper));
    }
  }

  private static Column[] fields(SourceContract contract) {
    return contract.optional().fields().stream().map(f -> col(f.name())).toArray(Column[]::new);
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(name -> col(name)).toArray(Column[]::new);
  }

  /** The source's money: its first amount, else nothing. */
  private static Column amount(SourceContract contract) {
    return contract.optional().fields().stream()
        .filter(field -> field.type() == FieldType.AMOUNT)
        .filter(field -> List.of("amount", "cost").contains(field.name()))
        .findFirst()
        .map(field -> col(field.name()))
        .orElse(lit(null).cast(TableSpec.MONEY));
  }
}

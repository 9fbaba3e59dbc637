package io.clientele.ingest;

import static org.apache.spark.sql.functions.col;

import io.clientele.config.BaseConfig;
import io.clientele.config.OptionalSource;
import io.clientele.config.SourceKind;
import io.clientele.config.TransactionField;
import io.clientele.spark.Workspace;
import io.clientele.table.Records;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The exchange rates of a run. */
public final class CurrencyRates {
  private CurrencyRates() {}

  /**
   * The conversion of the lines; null where no currency is mapped.
   *
   * @param rates the staged source; null where there is none, so that every foreign line is refused
   */
  public static @Nullable CurrencyConversion conversion(
      SparkSession spark, BaseConfig config, @Nullable StagedSource rates) {
    if (!config.transactions().maps(TransactionField.CURRENCY)) {
      return null;
    }
    List<RateTable.Rate> all = new ArrayList<>();
    if (rates != null) {
      RateTable.checkSize(rates.account().of(LineClass.ACCEPTED));
      all.addAll(
          Records.of(
              RateTable.Rate.class,
              rates
                  .accepted()
                  .select(col("currency"), col("date"), col("rate").as("value"))
                  .collectAsList()));
    }
    return new CurrencyConversion(
        spark, new RateTable(config.currency(), all), config.moneyScale());
  }

  /** The same where nothing is staged: opens the rates and reads them. */
  public static @Nullable CurrencyConversion read(
      SparkSession spark, BaseConfig config, LocalDate asOf) {
    boolean configured = config.sources().containsKey(SourceKind.EXCHANGE_RATES);
    if (!configured || !config.transactions().maps(TransactionField.CURRENCY)) {
      return conversion(spark, config, null);
    }
    OptionalSource optional =
        Objects.requireNonNull(config.sources().get(SourceKind.EXCHANGE_RATES));
    SourceContract contract = OptionalInputs.contract(spark, config, optional, asOf);
    return conversion(
        spark,
        config,
        StagedSource.stage(
            contract, config.maxQuarantinedShare(), RefusedKeeper.NOTHING, Workspace.none()));
  }
}

package io.clientele.run;

import io.clientele.config.BaseConfig;
import io.clientele.lake.Lake;
import io.clientele.lake.Pointer;
import io.clientele.scheme.Scheme;
import io.clientele.spine.LineReading;
import io.clientele.spine.Progress;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * What a run gets from outside.
 *
 * @param spark the session
 * @param config the base's configuration
 * @param asOf the as-of date
 * @param schemes the schemes of the configuration, checked
 * @param pointer decides which run counts
 * @param lake where to publish
 * @param attempt this attempt's own id
 * @param codeVersion the release
 * @param lines where the lines come from
 * @param clock for the ledger; no result depends on it
 * @param progress is told the steps
 */
public record RunContext(
    SparkSession spark,
    BaseConfig config,
    LocalDate asOf,
    List<Scheme> schemes,
    Lake lake,
    Pointer pointer,
    String attempt,
    String codeVersion,
    LineReading lines,
    Clock clock,
    Progress progress) {}

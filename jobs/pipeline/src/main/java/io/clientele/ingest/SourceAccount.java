package io.clientele.ingest;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What became of the rows of an optional source: every row is in exactly one class.
 *
 * @param source its name
 * @param rows by class
 * @param money by class, where the source has an amount; 0 elsewhere
 * @param reasons refused rows by reason
 */
public record SourceAccount(
    String source,
    Map<LineClass, Long> rows,
    Map<LineClass, BigDecimal> money,
    Map<String, Long> reasons) {

  /** All rows that were read. */
  public long read() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The rows of a class. */
  public long of(LineClass rowClass) {
    return rows.getOrDefault(rowClass, 0L);
  }
}

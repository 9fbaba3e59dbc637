package io.clientele.feature;

import io.clientele.table.TableSpec;

/** The type of a feature: how it is stored and what it may be compared with. */
public enum FeatureType {
  /** A whole number. */
  INTEGER("BIGINT"),
  /** Money in the base's currency. */
  MONEY(TableSpec.MONEY),
  /** Units of goods. */
  QUANTITY("DECIMAL(18,4)"),
  /** A ratio, usually from 0 to 1. */
  SHARE("DECIMAL(18,6)"),
  /** Days with a fraction. */
  DAYS("DECIMAL(18,4)"),
  /** A calendar day. */
  DATE("DATE"),
  /** True or false. */
  FLAG("BOOLEAN"),
  /** A name or a code; equal or not. */
  TEXT("STRING"),
  /** The tags that a customer carries. */
  TAGS("ARRAY<STRING>"),
  /** Days since the last event, by type of event. */
  EVENTS("MAP<STRING,INT>"),
  /** Numbers of events, by type of event and window, as in {@code visit/30}. */
  COUNTS("MAP<STRING,INT>"),
  /** Answers, by question. */
  ANSWERS("MAP<STRING,STRING>");

  private final String ddl;

  FeatureType(String ddl) {
    this.ddl = ddl;
  }

  /** The Spark type. */
  public String ddl() {
    return ddl;
  }

  /** Whether values are numbers that have a fraction. */
  public boolean decimal() {
    return numeric() && this != INTEGER;
  }

  /** Whether values can be added and compared with numbers. */
  public boolean numeric() {
    return switch (this) {
      case INTEGER, MONEY, QUANTITY, SHARE, DAYS -> true;
      case DATE, FLAG, TEXT, TAGS, EVENTS, COUNTS, ANSWERS -> false;
    };
  }

  /**
   * Decimal places of its values: they are whole numbers of this unit.
   *
   * @throws IllegalStateException for what is no number
   */
  public int scale() {
    return switch (this) {
      case INTEGER -> 0;
      case MONEY, QUANTITY, DAYS -> 4;
      case SHARE -> 6;
      case DATE, FLAG, TEXT, TAGS, EVENTS, COUNTS, ANSWERS ->
          throw new IllegalStateException(this + " is no number");
    };
  }
}

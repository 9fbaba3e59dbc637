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
  FLAG("BOOLEAN");

  private final String ddl;

  FeatureType(String ddl) {
    this.ddl = ddl;
  }

  /** The Spark type. */
  public String ddl() {
    return ddl;
  }

  /** Whether values can be added and compared with numbers. */
  public boolean numeric() {
    return this != DATE && this != FLAG;
  }
}

package io.clientele.config;

/** What a mapped field of an optional source holds. */
public enum FieldType {
  /** A name or a code. */
  TEXT("STRING", "STRING"),
  /** A calendar day. */
  DAY("DATE or TIMESTAMP", "DATE"),
  /** A point in time; its day in the base's time zone decides whether it is seen. */
  MOMENT("TIMESTAMP or DATE", "TIMESTAMP"),
  /** Money in the base's currency. */
  AMOUNT("DECIMAL", "DECIMAL(18,4)"),
  /** A plain number. */
  NUMBER("DECIMAL", "DECIMAL(28,10)"),
  /** What one unit is worth in another: more places, because rates multiply. */
  RATE("DECIMAL", "DECIMAL(38,18)"),
  /** True or false. */
  FLAG("BOOLEAN", "BOOLEAN");

  private final String expected;
  private final String ddl;

  FieldType(String expected, String ddl) {
    this.expected = expected;
    this.ddl = ddl;
  }

  /** The type that an expression should have, in words. */
  public String expected() {
    return expected;
  }

  /** The type in which the value is kept. */
  public String ddl() {
    return ddl;
  }
}

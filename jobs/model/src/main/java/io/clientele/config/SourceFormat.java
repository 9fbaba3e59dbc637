package io.clientele.config;

/** How the rows of a source are stored. */
public enum SourceFormat {
  CSV,
  JSON,
  PARQUET,
  ORC,
  DELTA,
  TABLE,
  JDBC;

  /** Whether the source stores text, so that its types must be declared and its casts can fail. */
  public boolean textual() {
    return this == CSV || this == JSON;
  }
}

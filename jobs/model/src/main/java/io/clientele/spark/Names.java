package io.clientele.spark;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Column;

/** Columns by names that may hold any character: dots, blanks and backticks too. */
public final class Names {
  private Names() {}

  /** The name in backticks, as Spark's SQL and {@code col} take it. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** The column of exactly this name. */
  public static Column column(String name) {
    return col(quoted(name));
  }
}

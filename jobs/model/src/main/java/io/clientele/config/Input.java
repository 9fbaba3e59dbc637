package io.clientele.config;

/**
 * Something a source may or may not tell.
 *
 * @param source the name of the source, such as {@code transactions} or {@code receivables}
 * @param field a mapped field of it; empty where the source itself is meant
 */
public record Input(String source, String field) {

  /** The source of what either the customers source or the lines can tell. */
  public static final String ATTRIBUTE = "customers or transactions";

  /** Stands for any of the fields with permissions. */
  static final String PERMISSIONS = "permission_…";

  /** A source as a whole. */
  public static Input of(String source) {
    return new Input(source, "");
  }

  /** A field of the transactions. */
  public static Input of(TransactionField field) {
    return new Input("transactions", field.key());
  }

  /** An attribute of the customer that the customers source or the lines can tell. */
  public static Input attribute(String field) {
    return new Input(ATTRIBUTE, field);
  }

  /** Any permission to contact a customer. */
  public static Input permissions() {
    return new Input("customers", PERMISSIONS);
  }

  /** As users write it: {@code receivables}, {@code transactions.cost}. */
  public String text() {
    if (source.equals(ATTRIBUTE)) {
      return "customers." + field + " or transactions." + field;
    }
    return field.isEmpty() ? source : source + "." + field;
  }
}

package io.clientele.config;

/**
 * Something a source may or may not tell.
 *
 * @param source the name of the source, such as {@code transactions} or {@code receivables}
 * @param field a mapped field of it; empty where the source itself is meant
 */
public record Input(String source, String field) {

  /** A source as a whole. */
  public static Input of(String source) {
    return new Input(source, "");
  }

  /** A field of the transactions. */
  public static Input of(TransactionField field) {
    return new Input("transactions", field.key());
  }

  /** As users write it: {@code receivables}, {@code transactions.cost}. */
  public String text() {
    return field.isEmpty() ? source : source + "." + field;
  }
}

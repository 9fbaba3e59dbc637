package io.clientele.ingest;

import io.clientele.config.BaseConfig;
import io.clientele.config.LookupConfig;
import io.clientele.config.OptionalSource;
import io.clientele.config.Problems;
import io.clientele.config.SourceConfig;
import io.clientele.config.TransactionsConfig;
import io.clientele.failure.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at declared schemas and mapped expressions as far as that goes without data and without a
 * session, so that {@code validate} finds what a run would refuse.
 */
public final class MappingCheck {
  private final Problems problems = new Problems();

  private MappingCheck() {}

  /**
   * Checks every source of a configuration.
   *
   * @throws ConfigurationException naming every schema and expression that cannot be used
   */
  public static void of(BaseConfig config) {
    MappingCheck check = new MappingCheck();
    for (TransactionsConfig.Part part : config.transactions().parts()) {
      Map<String, String> expressions = new LinkedHashMap<>();
      part.columns().forEach((field, text) -> expressions.put(field.key(), text));
      check.source(part.source(), expressions);
    }
    for (OptionalSource optional : config.sources().values()) {
      optional.parts().forEach(part -> check.source(part.source(), part.columns()));
    }
    check.problems.throwIfAny();
  }

  private void source(SourceConfig source, Map<String, String> expressions) {
    List<String> all = new ArrayList<>(columns(source));
    boolean known = !all.isEmpty();
    Map<String, List<String>> lookups = new LinkedHashMap<>();
    for (LookupConfig lookup : source.lookups()) {
      List<String> inside = columns(lookup.source());
      // Lookups are joined one after the other: a later one may ask by an earlier one.
      expression(lookup.source().key() + ".on", lookup.on(), all, lookups);
      if (!inside.isEmpty() && !inside.contains(lookup.key())) {
        problems.add(
            lookup.source().key() + ".key",
            "the lookup has no column '"
                + lookup.key()
                + "'"
                + Problems.hint(lookup.key(), inside));
      }
      lookups.put(lookup.name(), inside);
      if (known) {
        all.add(lookup.name());
      }
    }
    expressions.forEach(
        (field, text) -> expression(source.key() + ".columns." + field, text, all, lookups));
    if (source.where() != null) {
      expression(source.key() + ".where", source.where(), all, lookups);
    }
  }

  private void expression(
      String key, String text, List<String> columns, Map<String, List<String>> lookups) {
    if (columns.isEmpty()) {
      ExpressionNames.checkSyntax(key, text, problems);
    } else {
      ExpressionNames.check(key, text, columns, lookups, problems);
    }
  }

  /** The declared columns; empty where only the data know them, or where they cannot be read. */
  private List<String> columns(SourceConfig source) {
    if (!source.format().textual()) {
      return List.of();
    }
    return DeclaredSchema.read(source, problems)
        .map(declared -> List.of(declared.fieldNames()))
        .orElse(List.of());
  }
}

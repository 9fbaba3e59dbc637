package io.clientele.scheme;

import io.clientele.config.Input;
import io.clientele.feature.Features;
import io.clientele.feature.LeadFeatures;
import io.clientele.feature.Span;
import io.clientele.rule.Needs;
import io.clientele.rule.Vocabulary;
import io.clientele.table.ExplanationTables.SchemeDefinitionRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that a scheme was in one run, as it is kept in the lake: enough to take every decision of
 * that run again after the files, the configuration and the sources have changed.
 *
 * @param scheme the name
 * @param version of the definition
 * @param population in lower case
 * @param description one sentence
 * @param position among the schemes of the run, from 1
 * @param origin the file that it was read from
 * @param text the file as read
 * @param overrides parameters that the base's configuration laid over it
 * @param windowsDays the windows whose features its rules may name
 * @param attributes attributes of the base's own that its rules may name
 * @param asks the other schemes that its rules ask for segments
 * @param untold the inputs that its rules look at and the sources did not tell
 * @param values for schemes by attribute, the values that were segments; null for ruled ones
 * @param groupedBy the feature within whose groups customers are compared; null for the whole base
 * @param fingerprint SHA-256 of the effective definition
 */
public record SchemeDefinition(
    String scheme,
    int version,
    String population,
    String description,
    int position,
    String origin,
    String text,
    Map<String, String> overrides,
    List<Integer> windowsDays,
    List<String> attributes,
    List<String> asks,
    List<String> untold,
    @Nullable List<String> values,
    @Nullable String groupedBy,
    String fingerprint) {

  /**
   * The definition of a scheme in a run.
   *
   * @param position among the schemes of the run, from 1
   * @param available what the sources tell
   * @param groupedBy the feature within whose groups customers are compared; null for the base
   */
  public static SchemeDefinition of(
      Scheme scheme,
      int position,
      List<Integer> windowsDays,
      List<String> attributes,
      Predicate<Input> available,
      @Nullable String groupedBy) {
    SchemeFile file = scheme.file();
    Needs needs = scheme.needs();
    Set<Input> looks = new LinkedHashSet<>(needs.used());
    looks.addAll(needs.inputs());
    AttributeRule attribute = file.attribute();
    List<String> values =
        attribute == null
            ? null
            : file.segments().stream()
                .map(SegmentRule::name)
                .filter(name -> !name.equals(attribute.other()))
                .toList();
    return new SchemeDefinition(
        file.scheme(),
        file.version(),
        file.population().name().toLowerCase(Locale.ROOT),
        file.description(),
        position,
        file.origin(),
        file.text(),
        file.overrides(),
        windowsDays,
        attributes,
        List.copyOf(needs.schemes()),
        looks.stream().filter(available.negate()).map(Input::text).toList(),
        values,
        groupedBy,
        sha256(file.fingerprint()));
  }

  /** Whether customers, not only leads, have a segment of it. */
  public boolean isOfCustomers() {
    return !population.equals(Population.LEADS.name().toLowerCase(Locale.ROOT));
  }

  /** The scheme as it was, checked again. */
  public Scheme rebuild() {
    SchemeFile file = SchemeFile.parse(origin, text, overrides);
    Vocabulary words =
        file.population().ofCustomers()
            ? Vocabulary.ofCustomers(Features.declared(Span.of(windowsDays), attributes).all())
            : Vocabulary.ofLeads(LeadFeatures.declared());
    for (String other : asks) {
      words = words.with(other, List.of());
    }
    Scheme rebuilt = Scheme.of(file, words);
    return values == null ? rebuilt : rebuilt.resolved(values);
  }

  /** Whether the sources of the run told an input. */
  public boolean provides(Input input) {
    return !untold.contains(input.text());
  }

  /** The row of the table. */
  public SchemeDefinitionRow row() {
    return new SchemeDefinitionRow(
        scheme,
        version,
        population,
        description,
        position,
        origin,
        text,
        overrides,
        windowsDays,
        attributes,
        asks,
        untold,
        values,
        groupedBy,
        fingerprint);
  }

  /** The definition that a row of the table holds. */
  public static SchemeDefinition of(SchemeDefinitionRow row) {
    return new SchemeDefinition(
        row.scheme(),
        row.version(),
        row.population(),
        row.description(),
        row.position(),
        row.origin(),
        row.definition(),
        row.overrides(),
        row.windowsDays(),
        row.attributes(),
        row.asks(),
        row.untold(),
        row.values(),
        row.groupedBy(),
        row.fingerprint());
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

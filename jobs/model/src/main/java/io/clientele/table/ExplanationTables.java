package io.clientele.table;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables that let a run explain itself: its definitions, its limits, and who is near them. */
public final class ExplanationTables {
  public static final String SCHEME = "scheme";

  public static final TableSpec SCHEME_DEFINITIONS =
      TableSpec.snapshot(
              "scheme_definitions",
              "every scheme of the run, complete: whatever is edited later, the run is explained by"
                  + " these rows")
          .column(SCHEME, "STRING", "", "the scheme")
          .column("version", "INT", "", "version of the definition")
          .column("population", "STRING", "", "whom the rules are about")
          .column("description", "STRING", "", "one sentence")
          .column("position", "INT", "", "order of the schemes, from 1")
          .column("origin", "STRING", "", "the file that it was read from")
          .column("definition", "STRING", "", "the file's text as read")
          .column(
              "overrides",
              "MAP<STRING,STRING>",
              "",
              "parameters that the base's configuration or the command line laid over the file; a"
                  + " local version where there are any")
          .column(
              "windows_days", "ARRAY<INT>", "days", "the windows whose features the rules may name")
          .column("asks", "ARRAY<STRING>", "", "other schemes whose segments the rules ask for")
          .column(
              "untold",
              "ARRAY<STRING>",
              "",
              "inputs that the rules look at and the sources did not tell")
          .optional(
              "values",
              "ARRAY<STRING>",
              "",
              "the values that are segments, where a feature's values are; null for schemes with"
                  + " rules")
          .optional(
              "grouped_by",
              "STRING",
              "",
              "the feature within whose groups the rules compare customers; null for the whole base")
          .column("fingerprint", "STRING", "", "SHA-256 of the definition with its overrides")
          .key(SCHEME);

  public static final TableSpec NEAR_BORDER =
      TableSpec.snapshot(
              "near_border",
              "customers about to change segment: in each scheme the nearest border, and only where"
                  + " it is within the margins of near_border in the configuration")
          .column(CustomerTables.CUSTOMER_ID, "STRING", "", "the customer")
          .column(SCHEME, "STRING", "", "the scheme")
          .column("segment", "STRING", "", "the segment now")
          .column("feature", "STRING", "", "the feature that would move, all others held")
          .column("value", "DECIMAL(28,6)", "the feature's", "its value now")
          .column(
              "border",
              "DECIMAL(28,6)",
              "the feature's",
              "the first value that puts the customer into the other segment")
          .column("distance", "DECIMAL(28,6)", "the feature's", "from value to border, positive")
          .column("neighbour", "STRING", "", "the segment beyond the border")
          .column("direction", "STRING", "", "up or down: where the feature would move")
          .optional(
              "rank_change",
              "STRING",
              "",
              "promotion, demotion or none, by the ranks of the segments; null where one has no"
                  + " rank")
          .optional(
              "days_until",
              "INT",
              "days",
              "until it happens by itself if nothing is bought; null where time alone does not do"
                  + " it")
          .key(CustomerTables.CUSTOMER_ID, SCHEME);

  /** A row of {@code scheme_definitions}. */
  public record SchemeDefinitionRow(
      String scheme,
      int version,
      String population,
      String description,
      int position,
      String origin,
      String definition,
      Map<String, String> overrides,
      List<Integer> windowsDays,
      List<String> asks,
      List<String> untold,
      @Nullable List<String> values,
      @Nullable String groupedBy,
      String fingerprint) {}

  private ExplanationTables() {}
}

package io.clientele.table;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables that let a run explain itself: its definitions, and what comes next for whom. */
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
          .column(
              "attributes",
              "ARRAY<STRING>",
              "",
              "attributes of the base's own that the rules may name")
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

  public static final TableSpec SEGMENT_OUTLOOK =
      TableSpec.snapshot(
              "segment_outlook",
              "what comes next for buyers, in each scheme, only where it is another segment: after"
                  + " silence, or after one usual order. Score edges, numbers of the base and what"
                  + " optional sources tell are held as they are, and so are the sums over windows"
                  + " of days (see held). A change that is undone within outlook.days is not looked"
                  + " for")
          .column(CustomerTables.CUSTOMER_ID, "STRING", "", "the customer")
          .column(SCHEME, "STRING", "", "the scheme")
          .column("segment", "STRING", "", "the segment now")
          .optional(
              "next_segment",
              "STRING",
              "",
              "the segment after the present one if nothing is bought; null where the present one"
                  + " lasts for outlook.days of the configuration")
          .optional(
              "days_until", "INT", "days", "from the as-of date until next_segment begins, from 1")
          .optional("next_on", "DATE", "", "the as-of date on which a run finds next_segment")
          .optional(
              "next_rank_change",
              "STRING",
              "",
              "promotion, demotion or none, by the ranks of the segments; null where one has no"
                  + " rank")
          .optional(
              "order_segment",
              "STRING",
              "",
              "the segment that a run as of the next day finds after one usual order on the as-of"
                  + " date: all totals change together; null where it is the present one")
          .optional(
              "order_rank_change",
              "STRING",
              "",
              "promotion, demotion or none, by the ranks of the segments; null where one has no"
                  + " rank")
          .column(
              "usual_order",
              TableSpec.MONEY,
              "money",
              "value of that order: value of all purchases / number of orders")
          .column(
              "held",
              "ARRAY<STRING>",
              "",
              "the features over windows of days that the scheme looks at: they are held, so that the"
                  + " day is an estimate where there are any")
          .key(CustomerTables.CUSTOMER_ID, SCHEME);

  /** A row of {@code segment_outlook}. */
  public record SegmentOutlookRow(
      String customerId,
      String scheme,
      String segment,
      @Nullable String nextSegment,
      @Nullable Integer daysUntil,
      @Nullable LocalDate nextOn,
      @Nullable String nextRankChange,
      @Nullable String orderSegment,
      @Nullable String orderRankChange,
      BigDecimal usualOrder,
      List<String> held) {}

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
      List<String> attributes,
      List<String> asks,
      List<String> untold,
      @Nullable List<String> values,
      @Nullable String groupedBy,
      String fingerprint) {}

  private ExplanationTables() {}
}

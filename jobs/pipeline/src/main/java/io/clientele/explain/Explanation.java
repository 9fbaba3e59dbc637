package io.clientele.explain;

import io.clientele.table.ExplanationTables.SegmentOutlookRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One customer in one run.
 *
 * @param base the base
 * @param asOf the as-of date
 * @param runId the run that counts for it
 * @param customer the id
 * @param schemes in the order of the run
 * @param previous what was different at the snapshot before; null where there is none
 * @param path the stretches of each scheme over all snapshots up to this one, the oldest first;
 *     empty where there are fewer than three
 */
public record Explanation(
    String base,
    LocalDate asOf,
    String runId,
    String customer,
    List<InScheme> schemes,
    @Nullable Previous previous,
    Map<String, List<Stay>> path) {

  /**
   * A stretch of snapshots in one segment.
   *
   * @param since the date of the first of them
   * @param segment null where the customer was not known, or the scheme did not run
   */
  public record Stay(LocalDate since, @Nullable String segment) {}

  /**
   * The customer in one scheme.
   *
   * @param scheme the name
   * @param version of the definition
   * @param overrides parameters that the run had laid over the file
   * @param segment as published
   * @param label the segment's names by language
   * @param rank of the segment; null where the scheme has no direction
   * @param outside why the rules are not about this customer; null where they are
   * @param position of the rule that decided, from 1; 0 where none held
   * @param rules how many there are
   * @param rule its text with the values of its parameters; null where none held
   * @param conditions of the rule, all of which hold
   * @param failed the rules tried before it
   * @param scores that the rules use
   * @param outlook what comes next; null where neither silence nor a usual order changes the
   *     segment
   */
  public record InScheme(
      String scheme,
      int version,
      Map<String, String> overrides,
      String segment,
      Map<String, String> label,
      @Nullable Integer rank,
      @Nullable String outside,
      int position,
      int rules,
      @Nullable String rule,
      List<Condition> conditions,
      List<Failed> failed,
      List<Scored> scores,
      @Nullable SegmentOutlookRow outlook) {}

  /**
   * A condition and what the customer says to it.
   *
   * @param text with the values of its parameters
   * @param holds null where a value is missing, which counts as not holding
   * @param values what it looks at, by name; null where there is none
   */
  public record Condition(
      String text, @Nullable Boolean holds, Map<String, @Nullable String> values) {}

  /**
   * A rule that did not hold.
   *
   * @param position from 1
   * @param segment whose rule it is
   * @param condition the first that failed; null where the sources do not tell what the rule needs
   */
  public record Failed(int position, String segment, @Nullable Condition condition) {}

  /**
   * A score and where it begins and ends.
   *
   * @param score the column
   * @param value 1 to the number of scores; null without a purchase
   * @param feature that is scored
   * @param lower the least value with this score; null where it is open
   * @param upper the least value beyond it; null where it is open
   */
  public record Scored(
      String score,
      @Nullable Integer value,
      String feature,
      @Nullable String lower,
      @Nullable String upper) {}

  /**
   * The snapshot before.
   *
   * @param asOf its date
   * @param runId its run
   * @param known whether the customer was in the base then
   * @param segments by scheme
   * @param values of the features that the rules use
   */
  public record Previous(
      LocalDate asOf,
      String runId,
      boolean known,
      Map<String, Change> segments,
      Map<String, Change> values) {}

  /** Then and now; null where there is no value. */
  public record Change(@Nullable String before, @Nullable String now) {
    /** Whether anything is different. */
    public boolean isOne() {
      return !java.util.Objects.equals(before, now);
    }
  }

  /** A number as it is stored, without idle zeros. */
  static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}

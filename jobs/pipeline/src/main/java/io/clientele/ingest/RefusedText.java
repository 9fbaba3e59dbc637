package io.clientele.ingest;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.substring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clientele.table.QuarantineTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person needs to see when a gate refuses a run: a row for each of the most frequent
 * reasons, what is likely wrong with it, and where the others are.
 */
public final class RefusedText {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedText.class);
  private static final int REASONS = 3;
  private static final int ROWS_A_REASON = 50;
  private static final int ROW_READ = 20_000;
  private static final int ROW_SHOWN = 300;
  private static final int VALUE_SHOWN = 60;

  /** The field of a refused row that holds a record which could not be cut into columns. */
  static final String CORRUPT = "_corrupt_record";

  private static final Set<Byte> UNSEEN =
      Set.of(
          Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<RefusalHints.Mapped> mapped;
  private final RefusalHints hints;

  RefusedText(List<RefusalHints.Mapped> mapped, RefusalHints hints) {
    this.mapped = mapped;
    this.hints = hints;
  }

  /** One refused row as it was read. */
  private record Refused(String text, String file, Optional<JsonNode> fields) {
    static Refused of(Row row) {
      String text = row.getAs(QuarantineTable.SOURCE_ROW);
      Optional<JsonNode> fields;
      try {
        fields = Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
      } catch (JsonProcessingException e) {
        // A row longer than what is read of it.
        fields = Optional.empty();
      }
      return new Refused(text, row.getAs(QuarantineTable.SOURCE_FILE), fields);
    }

    Optional<String> value(String column) {
      return fields.map(f -> f.get(column)).filter(JsonNode::isValueNode).map(JsonNode::asText);
    }
  }

  /**
   * The lines to put after the reason of a refusal. Reads at most a few rows of each reason, and
   * never fails: the refusal itself is what must be told.
   *
   * @param refused the rows as the table quarantine has them
   * @param reasons how many rows have each reason
   */
  public String of(Dataset<Row> refused, Map<String, Long> reasons, RefusedKeeper keeper) {
    try {
      RefusedKeeper.Kept kept = keeper.keep(refused);
      return shown(kept.rows(), reasons) + kept.sentence();
    } catch (Exception e) {
      // Spark throws its checked exceptions without declaring them.
      LOG.warn("the refused rows cannot be shown", e);
      return "";
    }
  }

  private String shown(Dataset<Row> rows, Map<String, Long> reasons) {
    List<String> examples = new ArrayList<>();
    Set<String> likely = new LinkedHashSet<>();
    Set<String> texts = new LinkedHashSet<>();
    List<String> frequent =
        reasons.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(REASONS)
            .map(Map.Entry::getKey)
            .toList();
    for (String reason : frequent) {
      List<Refused> found =
          rows
              .filter(array_contains(col(QuarantineTable.REASONS), reason))
              .select(
                  substring(col(QuarantineTable.SOURCE_ROW), 0, ROW_READ)
                      .as(QuarantineTable.SOURCE_ROW),
                  col(QuarantineTable.SOURCE_FILE))
              .limit(ROWS_A_REASON)
              .collectAsList()
              .stream()
              .map(Refused::of)
              .toList();
      found.stream()
          .filter(row -> texts.add(row.text()))
          .findFirst()
          .ifPresent(row -> examples.add("    " + example(reason, row)));
      likely.addAll(likely(reason, found));
    }
    StringBuilder all = new StringBuilder();
    if (!examples.isEmpty()) {
      all.append("\n  For example:\n").append(String.join("\n", examples));
    }
    likely.forEach(hint -> all.append("\n  Likely: ").append(hint));
    return all.toString();
  }

  private String example(String reason, Refused row) {
    StringBuilder line = new StringBuilder(reason).append(": ");
    Set<String> columns = new LinkedHashSet<>();
    RefusalHints.of(reason, mapped).forEach(of -> columns.addAll(of.columns()));
    for (String column : columns) {
      row.value(column)
          .ifPresent(
              value ->
                  line.append(column)
                      .append(" is '")
                      .append(visible(value, VALUE_SHOWN))
                      .append("', "));
    }
    String text = row.value(CORRUPT).orElse(row.text());
    line.append(visible(text, ROW_SHOWN));
    String file = row.file().substring(row.file().lastIndexOf('/') + 1);
    return file.isEmpty() ? line.toString() : line.append(" in ").append(file).toString();
  }

  private List<String> likely(String reason, List<Refused> rows) {
    if (reason.equals("malformed_row")) {
      return hints.malformed(rows.stream().flatMap(row -> row.value(CORRUPT).stream()).toList());
    }
    List<String> found = new ArrayList<>();
    for (RefusalHints.Mapped of : RefusalHints.of(reason, mapped)) {
      for (String column : of.columns()) {
        List<String> values = rows.stream().flatMap(row -> row.value(column).stream()).toList();
        hints.values(of, column, values).ifPresent(found::add);
      }
    }
    return found;
  }

  /**
   * A text of somebody else's, fit for a terminal: nothing that moves a cursor, nothing endless.
   */
  public static String visible(String text, int longest) {
    StringBuilder visible = new StringBuilder();
    int at = 0;
    for (int shown = 0; shown < longest && at < text.length(); shown++) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      switch (c) {
        case '\n' -> visible.append("\\n");
        case '\r' -> visible.append("\\r");
        case '\t' -> visible.append("\\t");
        default -> {
          if (UNSEEN.contains((byte) Character.getType(c))) {
            visible.append(String.format("\\u%04x", c));
          } else {
            visible.appendCodePoint(c);
          }
        }
      }
    }
    return at < text.length() ? visible.append('…').toString() : visible.toString();
  }
}

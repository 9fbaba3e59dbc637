package io.clientele.explain;

import io.clientele.feature.FeatureType;
import io.clientele.table.ExplanationTables.SegmentOutlookRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;

/** Says values and what comes next in words. */
final class Sentences {
  private Sentences() {}

  /** What silence and one usual order bring: a sentence each, where the segment changes. */
  static List<String> of(SegmentOutlookRow outlook) {
    List<String> sentences = new ArrayList<>();
    if (outlook.nextSegment() != null) {
      sentences.add(
          "if nothing is bought: "
              + outlook.nextSegment()
              + " on "
              + outlook.nextOn()
              + ", in "
              + outlook.daysUntil()
              + (Integer.valueOf(1).equals(outlook.daysUntil()) ? " day" : " days")
              + change(outlook.nextRankChange())
              + (outlook.held().isEmpty()
                  ? ""
                  : "; an estimate, which holds " + String.join(", ", outlook.held())));
    }
    if (outlook.orderSegment() != null) {
      sentences.add(
          "after one usual order ("
              + outlook.usualOrder().setScale(2, RoundingMode.HALF_UP)
              + "): "
              + outlook.orderSegment()
              + change(outlook.orderRankChange()));
    }
    return sentences;
  }

  private static String change(@Nullable String rankChange) {
    return rankChange == null || rankChange.equals("none") ? "" : " (" + rankChange + ")";
  }

  /** A value of a feature, a score or a scheme; null where there is none. */
  static @Nullable String value(@Nullable Object value, @Nullable FeatureType type) {
    if (value instanceof Number stored) {
      BigDecimal number = new BigDecimal(stored.toString());
      return type == null ? Explanation.plain(number) : amount(number, type);
    }
    if (value instanceof scala.collection.Seq<?> items) {
      return JavaConverters.seqAsJavaList(items).toString();
    }
    if (value instanceof scala.collection.Map<?, ?> entries) {
      return JavaConverters.mapAsJavaMap(entries).toString();
    }
    return value == null ? null : value.toString();
  }

  private static String amount(BigDecimal number, FeatureType type) {
    if (type != FeatureType.MONEY) {
      return Explanation.plain(number);
    }
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.setScale(Math.max(2, stripped.scale())).toPlainString();
  }
}

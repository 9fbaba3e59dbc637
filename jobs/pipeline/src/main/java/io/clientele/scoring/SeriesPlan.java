package io.clientele.scoring;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.clientele.feature.Feature;
import io.clientele.feature.Staged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Collects the series that anybody asks about, each once, and numbers them: all groups of all
 * series are ordered together.
 */
public final class SeriesPlan {
  private final Map<Grouping, List<Series>> frames = new LinkedHashMap<>();

  /** Wants a series in each group; once {@link #stack} was called, no more can be wanted. */
  public void add(Grouping grouping, Series series) {
    List<Series> own = frames.computeIfAbsent(grouping, key -> new ArrayList<>());
    if (!own.contains(series)) {
      own.add(series);
    }
  }

  /** The number of a wanted series in one group. */
  public int number(Grouping grouping, int group, Series series) {
    List<Series> own = Objects.requireNonNull(frames.get(grouping));
    return offset(grouping) + group * own.size() + own.indexOf(series);
  }

  private int offset(Grouping grouping) {
    int offset = 0;
    for (Map.Entry<Grouping, List<Series>> frame : frames.entrySet()) {
      if (frame.getKey().equals(grouping)) {
        break;
      }
      offset += frame.getKey().size() * frame.getValue().size();
    }
    return offset;
  }

  /**
   * All wanted series of all groups.
   *
   * @param customers {@link Staged} rows of customers
   * @param features finds declarations
   */
  public OrderStatistics stack(
      Dataset<Row> customers, Function<String, Optional<Feature>> features) {
    List<Column> groups = new ArrayList<>(List.of(col("*")));
    List<Column> stacked = new ArrayList<>();
    frames.forEach(
        (grouping, own) -> {
          String name = "group_" + groups.size();
          groups.add(group(grouping, features).as(name));
          for (Series series : own) {
            Column number = col(name).multiply(own.size()).plus(number(grouping, 0, series));
            stacked.add(struct(number.as("series"), series.units(features).as("value")));
          }
        });
    return OrderStatistics.ofStacked(
        customers
            .select(groups.toArray(Column[]::new))
            .select(explode(array(stacked.toArray(Column[]::new))).as("s"))
            .select(col("s.series"), col("s.value")));
  }

  private static Column group(Grouping grouping, Function<String, Optional<Feature>> features) {
    String by = grouping.feature();
    if (by == null) {
      return grouping.number(lit(""));
    }
    Feature feature = features.apply(by).orElseThrow();
    return grouping.number(Objects.requireNonNull(feature.formula()).cast(feature.type().ddl()));
  }
}

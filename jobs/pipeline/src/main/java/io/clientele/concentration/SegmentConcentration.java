package io.clientele.concentration;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.struct;

import io.clientele.config.BaseConfig;
import io.clientele.scheme.Scheme;
import io.clientele.scoring.OrderStatistics;
import io.clientele.scoring.RankQuery;
import io.clientele.scoring.SeriesTotals;
import io.clientele.spark.Catalyst;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Concentration within the segments of schemes: two jobs over the customers and their segments. */
public final class SegmentConcentration {
  private static final String LINES = "lines";
  private static final String RETURN_LINES = "return_lines";

  private record Part(Scheme scheme, String segment, Measure measure) {}

  private final List<Scheme> schemes;
  private final List<Measure> measures;

  /**
   * What is asked.
   *
   * @param schemes those that ran; the configuration says which of them
   */
  public SegmentConcentration(BaseConfig config, List<Scheme> schemes, List<Measure> measures) {
    this.schemes =
        schemes.stream()
            .filter(scheme -> config.concentration().segments().contains(scheme.name()))
            .toList();
    this.measures = measures;
  }

  /** The columns that it reads beside those of the schemes. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    if (!schemes.isEmpty()) {
      columns.addAll(List.of(LINES, RETURN_LINES));
      measures.forEach(measure -> columns.add(measure.feature()));
    }
    return columns;
  }

  /**
   * The concentration in every segment that holds a customer with an accepted line.
   *
   * @param assigned one row a customer, with its segments and {@link #columns}
   */
  public List<Scoped> of(Dataset<Row> assigned) {
    List<Part> parts = new ArrayList<>();
    List<Column> stacked = new ArrayList<>();
    for (Scheme scheme : schemes) {
      Column first = col(scheme.numberColumn()).multiply(measures.size()).plus(parts.size());
      for (String segment : scheme.segmentNames()) {
        measures.forEach(measure -> parts.add(new Part(scheme, segment, measure)));
      }
      for (int i = 0; i < measures.size(); i++) {
        Column value = units(measures.get(i));
        stacked.add(struct(first.plus(i).as("series"), value.as("value")));
      }
    }
    if (stacked.isEmpty()) {
      return List.of();
    }
    Dataset<Row> customers = assigned.filter(col(LINES).plus(col(RETURN_LINES)).gt(0));
    OrderStatistics series =
        OrderStatistics.ofStacked(
            customers
                .select(explode(array(stacked.toArray(Column[]::new))).as("s"))
                .select(col("s.series"), col("s.value")));
    return concentrations(series, parts);
  }

  private static List<Scoped> concentrations(OrderStatistics series, List<Part> parts) {
    Map<Integer, SeriesTotals> totals = series.totals();
    Set<RankQuery> questions = new LinkedHashSet<>();
    totals.forEach((number, of) -> questions.addAll(Concentration.questions(number, of)));
    OrderStatistics.Answers answers = series.answer(totals, questions, totals.keySet());
    List<Scoped> found = new ArrayList<>();
    for (int number = 0; number < parts.size(); number++) {
      SeriesTotals of = totals.get(number);
      if (of != null) {
        Part part = parts.get(number);
        found.add(
            new Scoped(
                part.scheme().name(),
                part.segment(),
                new Concentration(part.measure(), number, of, answers)));
      }
    }
    return found;
  }

  private static Column units(Measure measure) {
    Column value = col(measure.feature());
    return measure.scale() == 0 ? value : Catalyst.unscaled(value);
  }
}

package io.clientele.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AxisTest {
  @Test
  void shares_are_marked_from_nought_to_a_hundred_whatever_a_hair_stands_out() {
    Axis axis = Axis.fromZero(List.of(-0.0001, 0.4, 1.0001), true);

    assertThat(axis.marks().stream().map(axis::text))
        .containsExactly("0 %", "20 %", "40 %", "60 %", "80 %", "100 %");
  }

  @Test
  void a_whale_that_rises_above_its_total_gets_a_mark_above_a_hundred() {
    Axis axis = Axis.fromZero(List.of(0.0, 1.3), true);

    assertThat(axis.text(axis.marks().get(axis.marks().size() - 1))).isEqualTo("140 %");
  }

  @Test
  void whole_numbers_are_marked_one_by_one() {
    Axis axis = Axis.over(List.of(2.0, 5.0, 8.0), false);

    assertThat(axis.marks().stream().map(axis::text))
        .containsExactly("2", "3", "4", "5", "6", "7", "8");
  }

  @ParameterizedTest
  @MethodSource("series")
  void every_value_lies_within_and_the_marks_are_few(List<Double> values) {
    Axis axis = Axis.over(values, false);

    assertThat(axis.to()).isGreaterThan(axis.from());
    assertThat(axis.marks()).hasSizeBetween(2, 11);
    double hair = axis.step() / 10;
    assertThat(values).allMatch(v -> v >= axis.from() - hair && v <= axis.to() + hair);
    assertThat(values).allMatch(v -> axis.place(v, 0, 100) >= -10 && axis.place(v, 0, 100) <= 110);
  }

  static Stream<List<Double>> series() {
    return Stream.of(
        List.of(),
        List.of(0.0),
        List.of(7.0, 7.0),
        List.of(-3.0),
        List.of(-1e6, 2e6),
        List.of(0.00012, 0.00047),
        List.of(1.0, 9_999_999.0),
        List.of(0.1, 0.3),
        List.of(-4.2, -4.1));
  }
}

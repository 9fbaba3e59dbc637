package io.clientele.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class RangeTest {
  private record Operation(BinaryOperator<Range> ranges, DoubleBinaryOperator numbers) {}

  private static final List<Operation> OPERATIONS =
      List.of(
          new Operation(Range::plus, Double::sum),
          new Operation(Range::minus, (a, b) -> a - b),
          new Operation(Range::times, (a, b) -> a * b),
          new Operation(Range::by, (a, b) -> a / b),
          new Operation(Range::greatest, Math::max),
          new Operation(Range::least, Math::min),
          new Operation(Range::or, (a, b) -> b),
          new Operation((a, b) -> a.abs(), (a, b) -> Math.abs(a)),
          new Operation((a, b) -> a.floor(), (a, b) -> Math.floor(a)),
          new Operation((a, b) -> a.ceil(), (a, b) -> Math.ceil(a)));

  @Test
  void what_is_computed_of_numbers_in_ranges_lies_in_the_range_that_is_computed() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      double a = random.nextInt(21) - 10 + random.nextInt(2) / 3.0;
      double b = random.nextInt(21) - 10;
      double up = random.nextInt(5);
      double right = random.nextInt(5);
      Range one = new Range(a, a + up);
      Range other = new Range(b, b + right);
      double x = a + up * random.nextInt(3) / 2;
      double y = b + right * random.nextInt(3) / 2;
      for (Operation operation : OPERATIONS) {
        double value = operation.numbers().applyAsDouble(x, y);
        Range range = operation.ranges().apply(one, other);
        boolean inside = Double.isNaN(value) || range.meets(new Range(value, value));
        assertThat(inside).as("%s, %s at %s, %s", one, other, x, y).isTrue();
      }
    }
  }

  @Test
  void ranges_that_lie_apart_do_not_meet_and_what_is_unknown_meets_everything() {
    Range low = Range.between(BigDecimal.valueOf(3), BigDecimal.ONE);
    Range high = Range.at(BigDecimal.valueOf(4));

    assertThat(low).isEqualTo(new Range(1, 3));
    assertThat(low.meets(high)).isFalse();
    assertThat(low.meets(Range.at(BigDecimal.valueOf(3)))).isTrue();
    assertThat(high.by(new Range(-1, 1)).meets(low)).isTrue();
    assertThat(Range.ANY.meets(low)).isTrue();
    assertThat(Range.ANY.times(Range.at(BigDecimal.ZERO))).isEqualTo(Range.ANY);
    assertThat(Range.ANY.greatest(high).meets(low)).isFalse();
  }
}

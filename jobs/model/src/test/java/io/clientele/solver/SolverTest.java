package io.clientele.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Systems over x, y, z (whole) and a, b, c (decimals), written as sums compared with a number. */
class SolverTest {
  private final Variables variables = new Variables();
  private final Solver solver = new Solver(variables, 100_000);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x >= 1, x <= 1 | YES",
        "x > 1, x < 2 | NO",
        "a > 1, a < 2 | YES",
        "a > 1, a <= 1 | NO",
        "2x = 1 | NO",
        "2a = 1 | YES",
        "2x + 4y = 7 | NO",
        "2a + 4b = 7 | YES",
        "x + y = 5, x - y = 2 | NO",
        "x + y = 5, x - y = 1 | YES",
        "a + b = 5, a - b = 2 | YES",
        "a + b < 3, a >= 1, b >= 2 | NO",
        "a + b <= 3, a >= 1, b >= 2 | YES",
        "a < b, b < c, c < a | NO",
        "a <= b, b <= c, c <= a | YES",
        "x < y, y < z, z <= x + 1 | NO",
        "x < y, y < z, z <= x + 2 | YES",
        "3x + 5y = 4, x >= 0, y >= 0 | NO",
        "3x + 5y = 8, x >= 0, y >= 0 | YES",
        "6x + 10y + 15z = 1 | YES",
        "6x + 10y + 15z = 1, x >= 0, y >= 0, z >= 0 | NO",
        "0.1a + 0.2b > 0.3, a <= 1, b <= 1 | NO",
        "0.1a + 0.2b >= 0.3, a <= 1, b <= 1 | YES",
        "x - a < 0, a - x < 1, a = 2.5, x = 1 | NO",
        "x - a < 0, a - x < 1, a = 2.5 | YES"
      })
  void systems_are_decided_exactly(String system, Answer.Outcome expected) {
    List<Formula> formulas = formulas(system);

    Answer answer = solver.ask(formulas);
    Answer example = solver.example(formulas);

    assertThat(answer.outcome()).isEqualTo(expected);
    assertThat(example.outcome()).isEqualTo(expected);
    for (Model model : new Model[] {answer.model(), example.model()}) {
      if (model != null) {
        assertThat(formulas).allMatch(formula -> formula.holds(model));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void random_conditions_agree_with_trying_every_value(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      List<Formula> formulas =
          new ArrayList<>(formulas("x >= 0, x <= 4, y >= 0, y <= 4, z >= 0, z <= 4"));
      for (int i = 0; i < 4; i++) {
        formulas.add(condition(random, 2));
      }

      Answer answer = solver.ask(formulas);

      assertThat(answer.isYes()).isEqualTo(existsWithin(formulas));
      assertThat(answer.isNo()).isNotEqualTo(answer.isYes());
      Model model = answer.model();
      if (model != null) {
        assertThat(formulas).allMatch(formula -> formula.holds(model));
      }
    }
  }

  @Test
  void a_negation_holds_exactly_where_the_condition_does_not() {
    Random random = new Random(9);
    for (int round = 0; round < 200; round++) {
      Formula condition = condition(random, 3);
      Formula opposite = condition.negated();
      for (Model model : grid()) {
        assertThat(opposite.holds(model)).isNotEqualTo(condition.holds(model));
      }
    }
  }

  @Test
  void examples_are_simple_numbers_at_the_borders() {
    Model model = solver.example(formulas("x > 3, a > 100, b >= 0.8, b <= 1, x + y >= 7")).model();

    assertThat(model).isNotNull();
    assertThat(model.number(number("x"))).isEqualTo(Rational.of(4));
    assertThat(model.number(number("a"))).isEqualTo(Rational.of(101));
    assertThat(model.number(number("b"))).isEqualTo(Rational.of(new BigDecimal("0.8")));
  }

  @Test
  void what_takes_too_many_steps_is_undecided() {
    List<Formula> formulas = formulas("3x + 5y + 7z = 4, x - y = z + 1");

    assertThat(new Solver(variables, 1).ask(formulas).outcome())
        .isEqualTo(Answer.Outcome.UNDECIDED);
  }

  private Formula condition(Random random, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      if (random.nextInt(5) == 0) {
        return new Formula.Fact(variables.fact("f" + random.nextInt(2)), random.nextBoolean());
      }
      Affine sum = Affine.of(Rational.of(random.nextInt(13) - 6));
      for (String name : new String[] {"x", "y", "z"}) {
        sum = sum.plus(Affine.variable(number(name)).times(Rational.of(random.nextInt(7) - 3)));
      }
      return sum.atMostZero(random.nextBoolean(), variables);
    }
    List<Formula> parts =
        List.of(condition(random, depth - 1), condition(random, depth - 1), condition(random, 0));
    return random.nextBoolean() ? Formula.all(parts) : Formula.any(parts);
  }

  private boolean existsWithin(List<Formula> formulas) {
    return grid().stream().anyMatch(model -> formulas.stream().allMatch(f -> f.holds(model)));
  }

  private List<Model> grid() {
    List<Model> models = new ArrayList<>();
    number("x");
    number("y");
    number("z");
    for (int facts = 0; facts < 4; facts++) {
      for (int cell = 0; cell < 125; cell++) {
        List<Rational> numbers = new ArrayList<>();
        numbers.add(Rational.of(cell / 25));
        numbers.add(Rational.of(cell / 5 % 5));
        numbers.add(Rational.of(cell % 5));
        models.add(new Model(numbers, List.of(facts % 2 == 1, facts / 2 == 1)));
      }
    }
    variables.fact("f0");
    variables.fact("f1");
    return models;
  }

  private int number(String name) {
    for (String known : new String[] {"x", "y", "z"}) {
      variables.number(known, true);
    }
    variables.fact("f0");
    variables.fact("f1");
    return variables.number(name, "xyz".contains(name));
  }

  private List<Formula> formulas(String system) {
    List<Formula> formulas = new ArrayList<>();
    for (String one : system.split(",")) {
      String[] sides = one.strip().split("<=|>=|<|>|=");
      Affine difference = sum(sides[0]).minus(sum(sides[1]));
      Affine opposite = difference.times(Rational.of(-1));
      if (one.contains(">")) {
        formulas.add(opposite.atMostZero(!one.contains("="), variables));
      } else if (one.contains("<")) {
        formulas.add(difference.atMostZero(!one.contains("="), variables));
      } else {
        formulas.add(difference.isZero(variables));
      }
    }
    return formulas;
  }

  private Affine sum(String text) {
    Affine sum = Affine.of(Rational.ZERO);
    for (String term : text.replace(" ", "").replace("-", "+-").split("\\+")) {
      if (term.isEmpty()) {
        continue;
      }
      char last = term.charAt(term.length() - 1);
      if (Character.isLetter(last)) {
        String factor = term.substring(0, term.length() - 1);
        String number = factor.isEmpty() ? "1" : factor.equals("-") ? "-1" : factor;
        sum =
            sum.plus(
                Affine.variable(number(String.valueOf(last)))
                    .times(Rational.of(new BigDecimal(number))));
      } else {
        sum = sum.plus(Affine.of(Rational.of(new BigDecimal(term))));
      }
    }
    return sum;
  }
}

package io.clientele.segment;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** A rule as a tree: the only things a rule can say. */
sealed interface Expr {

  /** What an expression yields. */
  enum Kind {
    NUMBER,
    FLAG,
    DATE,
    TEXT
  }

  /** A name: a feature, a score. */
  record Name(String name) implements Expr {}

  record Number(BigDecimal value) implements Expr {}

  record Flag(boolean value) implements Expr {}

  record Day(LocalDate value) implements Expr {}

  record Text(String value) implements Expr {}

  record Not(Expr of) implements Expr {}

  record And(Expr left, Expr right) implements Expr {}

  record Or(Expr left, Expr right) implements Expr {}

  /** A comparison. */
  record Compare(Comparison by, Expr left, Expr right) implements Expr {}

  /** {@code a IN (b, c)}. */
  record In(Expr of, List<Expr> among) implements Expr {}

  record IsNull(Expr of) implements Expr {}

  record Arithmetic(Operator by, Expr left, Expr right) implements Expr {}

  /** One of the allowed functions. */
  record Call(Function function, List<Expr> arguments) implements Expr {}

  /** The comparisons, with the one that holds when the sides are swapped. */
  enum Comparison {
    EQUAL("="),
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    Comparison swapped() {
      return switch (this) {
        case EQUAL -> EQUAL;
        case LESS -> MORE;
        case AT_MOST -> AT_LEAST;
        case MORE -> LESS;
        case AT_LEAST -> AT_MOST;
      };
    }
  }

  /** The arithmetic of numbers. */
  enum Operator {
    PLUS,
    MINUS,
    TIMES,
    BY
  }

  /** The functions a rule may call. */
  enum Function {
    COALESCE,
    GREATEST,
    LEAST,
    ABS,
    FLOOR,
    CEIL
  }
}

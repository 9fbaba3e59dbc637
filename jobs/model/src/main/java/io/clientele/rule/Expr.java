package io.clientele.rule;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** A rule as a tree: the only things a rule can say. */
public sealed interface Expr {

  /** What an expression yields. */
  enum Kind {
    NUMBER,
    FLAG,
    DATE,
    TEXT
  }

  /** A name: a feature, a score, or another scheme, which stands for the customer's segment. */
  record Name(String name) implements Expr {}

  /** A number. */
  record Number(BigDecimal value) implements Expr {}

  /** True or false. */
  record Flag(boolean value) implements Expr {}

  /** A calendar day. */
  record Day(LocalDate value) implements Expr {}

  /** A text. */
  record Text(String value) implements Expr {}

  /** Negation; undecided stays undecided. */
  record Not(Expr of) implements Expr {}

  /** Both. */
  record And(Expr left, Expr right) implements Expr {}

  /** Either. */
  record Or(Expr left, Expr right) implements Expr {}

  /** A comparison. */
  record Compare(Comparison by, Expr left, Expr right) implements Expr {}

  /** {@code a IN (b, c)}. */
  record In(Expr of, List<Expr> among) implements Expr {}

  /** Whether there is no value. */
  record IsNull(Expr of) implements Expr {}

  /** A sum, difference, product or quotient of numbers. */
  record Arithmetic(Operator by, Expr left, Expr right) implements Expr {}

  /** Whether the customer carries a tag on the as-of date: never undecided. */
  record HasTag(String tag) implements Expr {}

  /** Whether an event happened within so many days before the as-of date: never undecided. */
  record Did(String event, int days) implements Expr {}

  /** How many events of a type happened within so many days: 0 without one, never undecided. */
  record Count(String event, int days) implements Expr {}

  /** Whether the customer's latest answer to a question is this one: never undecided. */
  record Answered(String question, String answer) implements Expr {}

  /** A constant that only the base can tell. */
  record OfBase(BaseValue value) implements Expr {}

  /**
   * A named condition of the scheme that counts as false where it is undecided or where its inputs
   * are missing.
   */
  record Signal(String name, Expr rule, int weight) implements Expr {}

  /** The weights of the signals that hold, added up. */
  record Points(List<Signal> signals) implements Expr {}

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

    /** As written in a rule. */
    public String sign() {
      return sign;
    }

    /** The comparison that holds when the sides are swapped. */
    public Comparison swapped() {
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

package io.clientele.spark;

import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.Function1;
import scala.runtime.AbstractPartialFunction;

/** Replaces parts of an expression. */
public final class Rewriting {
  private Rewriting() {}

  /**
   * The expression with every node replaced, children before parents.
   *
   * @param rule gives a node back that is to stay
   */
  public static Expression bottomUp(Expression expression, UnaryOperator<Expression> rule) {
    return expression.transformUp(new EveryNode(rule));
  }

  /** A function that is defined everywhere, as Scala asks for it. */
  private static final class EveryNode extends AbstractPartialFunction<Expression, Expression> {
    private final UnaryOperator<Expression> rule;

    EveryNode(UnaryOperator<Expression> rule) {
      this.rule = rule;
    }

    @Override
    public boolean isDefinedAt(Expression node) {
      return true;
    }

    @Override
    @SuppressWarnings("unchecked") // B is a supertype of Expression, which Java cannot say.
    public <A extends Expression, B> B applyOrElse(A node, Function1<A, B> otherwise) {
      return (B) rule.apply(node);
    }
  }
}

package io.clientele.border;

import io.clientele.feature.Features;
import io.clientele.rule.Atoms;
import io.clientele.rule.CustomerValues;
import io.clientele.scheme.SchemeEvaluator;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The segments, and the borders, of the situations that customers were met in. A situation is what
 * the undivided conditions of the rules say; there are far fewer of them than customers, and the
 * rules need to be tried for one customer of each only. Not for several threads.
 */
public final class Situations {
  /** Beyond it the memory begins anew: what is not remembered is only slower. */
  private static final int MOST = 20_000;

  /** What tells situations apart. */
  static final class Signs implements Serializable {
    private static final long serialVersionUID = 1L;
    private final ArrayList<Movement> movements = new ArrayList<>();
    private final ArrayList<Places> places = new ArrayList<>();
    private final ArrayList<Atoms.Other> others;

    Signs(List<Atoms.Other> others) {
      this.others = new ArrayList<>(others);
    }

    /** A feature that tells by how many places it has passed; they are added in their order. */
    void add(Movement movement, Places steps) {
      movements.add(movement);
      places.add(steps);
    }

    /** Whether conditions look at a feature that are not among its steps. */
    boolean isElsewhere(String feature) {
      return others.stream().anyMatch(other -> other.names().contains(feature));
    }

    /** How many signs there are. */
    int size() {
      return movements.size() + others.size() + 1;
    }

    /** The signs of single features, which are found quickly. */
    void steps(Reach reach, int[] numbers, int[] into) {
      for (int i = 0; i < movements.size(); i++) {
        Reach.Span span = reach.of(numbers[i], movements.get(i));
        into[i] = span == null ? -1 : places.get(i).passed(span.value());
      }
    }

    /** All the other signs. */
    void others(Reach reach, int[] into) {
      for (int i = 0; i < others.size(); i++) {
        into[movements.size() + i] = other(i, reach.customer());
      }
      BigDecimal orders = CustomerValues.number(reach.customer(), Features.FREQUENCY);
      into[into.length - 1] = orders == null ? -1 : orders.signum();
    }

    /** The signs of a customer who has moved from where other signs were. */
    int[] of(Moved customer, int[] from) {
      int[] signs = from.clone();
      for (int i = 0; i < movements.size(); i++) {
        Movement movement = movements.get(i);
        if (customer.isMoved(movement.feature())) {
          BigDecimal value = CustomerValues.number(customer, movement.feature());
          signs[i] =
              value == null
                  ? -1
                  : places.get(i).passed(movement.units(value, RoundingMode.HALF_UP));
        }
      }
      for (int i = 0; i < others.size(); i++) {
        for (String name : others.get(i).names()) {
          if (customer.isMoved(name)) {
            signs[movements.size() + i] = other(i, customer);
            break;
          }
        }
      }
      return signs;
    }

    private int other(int i, Map<String, @Nullable Object> customer) {
      return others.get(i).condition().of(customer) instanceof Boolean holds ? (holds ? 1 : 0) : -1;
    }
  }

  /** Signs as a key: small numbers, which their usual sum would throw together. */
  private static final class Signature {
    private static final int MIX = 0x9E3779B1;
    private final int[] signs;
    private final int hash;

    Signature(int[] signs) {
      this.signs = signs;
      int mixed = 0;
      for (int sign : signs) {
        mixed = (Integer.rotateLeft(mixed, 5) ^ sign) * MIX;
      }
      this.hash = mixed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Signature signature && Arrays.equals(signs, signature.signs);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /**
   * What is known of a situation.
   *
   * @param segment of everybody in it
   * @param beyond by feature and direction: where a feature that turns at the same places for
   *     everybody leads out of the segment
   */
  private record Known(String segment, @Nullable Beyond[] beyond) {}

  /**
   * The first place in a direction with another segment, for everybody in a situation.
   *
   * @param place in steps of the feature; beyond every value where there is none
   * @param neighbour that segment
   */
  record Beyond(long place, String neighbour) {}

  private final SchemeEvaluator judge;
  private final Signs signs;
  private final int[] numbers;
  private final int[] own;
  private final Map<Signature, Known> known = new HashMap<>();

  /**
   * Nothing seen yet.
   *
   * @param numbers of the features that have borders, in their order
   */
  Situations(SchemeEvaluator judge, Signs signs, int[] numbers) {
    this.judge = judge;
    this.signs = signs;
    this.numbers = numbers.clone();
    this.own = new int[signs.size()];
  }

  /** The number of the feature at a position. */
  int number(int feature) {
    return numbers[feature];
  }

  /** How many places each feature has passed, by position; until the next customer is looked at. */
  int[] steps(Reach reach) {
    signs.steps(reach, numbers, own);
    return own;
  }

  /** The situation of the customer whose {@link #steps} were asked for last. */
  Situation of(Reach reach) {
    signs.others(reach, own);
    return new Situation(reach, own.clone());
  }

  private Known known(Map<String, @Nullable Object> customer, int[] own) {
    Signature key = new Signature(own);
    Known found = known.get(key);
    if (found == null) {
      found = new Known(judge.segment(customer), new Beyond[2 * numbers.length]);
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(key, found);
    }
    return found;
  }

  /** One customer's. */
  final class Situation {
    private final Reach reach;
    private final int[] own;
    private final @Nullable Known here;
    private final String segment;

    private Situation(Reach reach, int[] own) {
      this.reach = reach;
      this.own = own;
      // A value that names a segment is no sign: people with other values would be thrown together.
      this.here = judge.isByAttribute() ? null : known(reach.customer(), own);
      this.segment = here == null ? judge.segment(reach.customer()) : here.segment();
    }

    /** Where the customer stands. */
    Reach reach() {
      return reach;
    }

    /** The customer's segment. */
    String segment() {
      return segment;
    }

    /** The segment of the customer once moved. */
    String moved(Moved to) {
      return judge.isByAttribute() ? judge.segment(to) : known(to, signs.of(to, own)).segment();
    }

    /**
     * Where a feature leads out of the segment; the same for everybody in the situation, if its
     * places are.
     *
     * @param feature its position
     * @param look finds it
     */
    Beyond beyond(int feature, Direction direction, Supplier<Beyond> look) {
      if (here == null) {
        return look.get();
      }
      int at = 2 * feature + direction.ordinal();
      Beyond found = here.beyond()[at];
      if (found == null) {
        found = look.get();
        here.beyond()[at] = found;
      }
      return found;
    }
  }
}

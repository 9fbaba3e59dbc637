package io.clientele.border;

import io.clientele.feature.Features;
import io.clientele.rule.Atoms;
import io.clientele.rule.CustomerValues;
import io.clientele.segment.SchemeJudge;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The segments of the situations that customers were met in. A situation is what the undivided
 * conditions of the rules say; there are far fewer of them than customers, and the rules need to be
 * tried for one customer of each only. Not for several threads.
 */
public final class Situations {
  /** Beyond it the memory begins anew: what is not remembered is only slower. */
  private static final int MOST = 50_000;

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

    /**
     * The signs of a customer.
     *
     * @param numbers of the features
     */
    int[] of(Reach reach, int[] numbers) {
      int[] signs = new int[movements.size() + others.size() + 1];
      for (int i = 0; i < movements.size(); i++) {
        Reach.Span span = reach.of(numbers[i], movements.get(i));
        signs[i] = span == null ? -1 : places.get(i).passed(span.value());
      }
      for (int i = 0; i < others.size(); i++) {
        signs[movements.size() + i] = other(i, reach.customer());
      }
      BigDecimal orders = CustomerValues.number(reach.customer(), Features.FREQUENCY);
      signs[signs.length - 1] = orders == null ? -1 : orders.signum();
      return signs;
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

  private final SchemeJudge judge;
  private final Signs signs;
  private final int[] numbers;
  private final Map<Signature, String> known = new HashMap<>();

  /**
   * Nothing seen yet.
   *
   * @param numbers of the features that have borders, in their order
   */
  Situations(SchemeJudge judge, Signs signs, int[] numbers) {
    this.judge = judge;
    this.signs = signs;
    this.numbers = numbers.clone();
  }

  /** The number of the feature at a position. */
  int number(int feature) {
    return numbers[feature];
  }

  /** The situation of a customer. */
  Situation of(Reach reach) {
    return new Situation(reach, signs.of(reach, numbers));
  }

  private String segment(Map<String, @Nullable Object> customer, int[] own) {
    if (judge.isByAttribute()) {
      return judge.segment(customer);
    }
    Signature key = new Signature(own);
    String segment = known.get(key);
    if (segment == null) {
      segment = judge.segment(customer);
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(key, segment);
    }
    return segment;
  }

  /** One customer's. */
  final class Situation {
    private final Reach reach;
    private final int[] own;
    private @Nullable String segment;

    private Situation(Reach reach, int[] own) {
      this.reach = reach;
      this.own = own;
    }

    /** Where the customer stands. */
    Reach reach() {
      return reach;
    }

    /** The customer's segment. */
    String segment() {
      String here = segment;
      if (here == null) {
        here = Situations.this.segment(reach.customer(), own);
        segment = here;
      }
      return here;
    }

    /** The segment of the customer once moved. */
    String moved(Moved to) {
      return Situations.this.segment(to, signs.of(to, own));
    }
  }
}

package io.clientele.border;

import io.clientele.feature.Features;
import io.clientele.rule.Atoms;
import io.clientele.rule.CustomerValues;
import io.clientele.segment.SchemeJudge;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.IntBuffer;
import java.util.ArrayList;
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
    private final ArrayList<String> features = new ArrayList<>();
    private final ArrayList<Places> places = new ArrayList<>();
    private final ArrayList<Atoms.Other> others;

    Signs(List<Atoms.Other> others) {
      this.others = new ArrayList<>(others);
    }

    /** A feature that tells by how many places it has passed. */
    void add(String feature, Places steps) {
      features.add(feature);
      places.add(steps);
    }

    /** Whether conditions look at a feature that are not among its steps. */
    boolean isElsewhere(String feature) {
      return others.stream().anyMatch(other -> other.names().contains(feature));
    }

    int[] of(Map<String, @Nullable Object> customer) {
      int[] signs = new int[features.size() + others.size() + 1];
      for (int i = 0; i < features.size(); i++) {
        signs[i] = step(i, customer);
      }
      for (int i = 0; i < others.size(); i++) {
        signs[features.size() + i] = other(i, customer);
      }
      BigDecimal orders = CustomerValues.number(customer, Features.FREQUENCY);
      signs[signs.length - 1] = orders == null ? -1 : orders.signum();
      return signs;
    }

    /** The signs of a customer who has moved from where other signs were. */
    int[] of(Moved customer, int[] from) {
      int[] signs = from.clone();
      for (int i = 0; i < features.size(); i++) {
        if (customer.isMoved(features.get(i))) {
          signs[i] = step(i, customer);
        }
      }
      for (int i = 0; i < others.size(); i++) {
        for (String name : others.get(i).names()) {
          if (customer.isMoved(name)) {
            signs[features.size() + i] = other(i, customer);
            break;
          }
        }
      }
      return signs;
    }

    private int step(int i, Map<String, @Nullable Object> customer) {
      BigDecimal value = CustomerValues.number(customer, features.get(i));
      return value == null ? -1 : places.get(i).passed(value);
    }

    private int other(int i, Map<String, @Nullable Object> customer) {
      return others.get(i).condition().of(customer) instanceof Boolean holds ? (holds ? 1 : 0) : -1;
    }
  }

  private final SchemeJudge judge;
  private final Signs signs;
  private final int[] numbers;
  private final Map<IntBuffer, String> known = new HashMap<>();

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
  Situation of(Map<String, @Nullable Object> customer) {
    return new Situation(customer, signs.of(customer));
  }

  private String segment(Map<String, @Nullable Object> customer, int[] own) {
    if (judge.isByAttribute()) {
      return judge.segment(customer);
    }
    IntBuffer key = IntBuffer.wrap(own);
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
    private final Map<String, @Nullable Object> customer;
    private final int[] own;
    private @Nullable String segment;

    private Situation(Map<String, @Nullable Object> customer, int[] own) {
      this.customer = customer;
      this.own = own;
    }

    Map<String, @Nullable Object> customer() {
      return customer;
    }

    /** The customer's segment. */
    String segment() {
      String here = segment;
      if (here == null) {
        here = Situations.this.segment(customer, own);
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

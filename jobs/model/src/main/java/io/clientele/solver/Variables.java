package io.clientele.solver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The variables of a problem: numbers and yes-or-no facts, each with a name of its own. */
public final class Variables {
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final List<Boolean> whole = new ArrayList<>();
  private final Map<String, Integer> facts = new LinkedHashMap<>();
  private final Map<List<Object>, Form> forms = new HashMap<>();

  /**
   * A number; the same one for the same name.
   *
   * @param isWhole whether only whole numbers count; of a known name it is not asked again
   */
  public int number(String name, boolean isWhole) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    numbers.put(name, numbers.size());
    whole.add(isWhole);
    return numbers.size() - 1;
  }

  /** A yes-or-no fact; the same one for the same name. */
  public int fact(String name) {
    Integer known = facts.putIfAbsent(name, facts.size());
    return known == null ? facts.size() - 1 : known;
  }

  /** How many numbers there are. */
  int numberCount() {
    return numbers.size();
  }

  /** How many facts there are. */
  int factCount() {
    return facts.size();
  }

  boolean isWhole(int number) {
    return whole.get(number);
  }

  Form form(List<Integer> variables, List<Rational> factors) {
    return forms.computeIfAbsent(
        List.of(variables, factors),
        key -> new Form(variables, factors, variables.stream().allMatch(whole::get)));
  }
}

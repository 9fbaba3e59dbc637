package io.clientele.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.spark.Catalyst;
import io.clientele.support.Sparks;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.junit.jupiter.api.Test;
import scala.collection.Iterator;

/** Every function of the Spark that we build for is decided. */
class FunctionDecisionsTest {
  @Test
  void every_function_that_the_session_knows_is_decided() {
    Set<String> known = names(Catalyst.functions(Sparks.session().newSession()));

    assertThat(known).hasSizeGreaterThan(400);
    assertThat(known)
        .as("functions to be decided in functions.txt")
        .allMatch(name -> FunctionDecisions.of(name).isPresent());
  }

  @Test
  void a_function_that_nobody_has_looked_at_is_refused_with_the_nearest_that_is_allowed() {
    assertThat(FunctionDecisions.refusal("uper"))
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("calls uper").contains("did you mean 'upper'?"));
  }

  private static Set<String> names(FunctionRegistry registry) {
    Set<String> names = new TreeSet<>();
    Iterator<FunctionIdentifier> functions = registry.listFunction().iterator();
    while (functions.hasNext()) {
      names.add(functions.next().funcName());
    }
    return names;
  }
}

package io.clientele;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The packages from the lowest to the highest, by module, each with those that it may use. Maven
 * keeps the modules apart; this keeps the rooms inside of them.
 */
class ArchitectureTest {
  private static final String MAY_USE =
      """
          [model]
          failure:
          config: failure
          spark:
          table: config
          feature: config spark table
          score: feature
          rule: failure config table feature score
          scheme: failure config table feature rule
          solver:
          analysis: failure feature score rule scheme solver
          partition:
          chart:
          [pipeline]
          ingest: failure config spark table
          lake: failure config spark table ingest
          customer: failure config spark table feature ingest
          scoring: failure config spark table feature score rule scheme
          segment: config spark table feature rule scheme customer scoring
          concentration: config spark scheme scoring
          history: failure config table feature lake scoring
          spine: config spark table feature rule scheme analysis ingest customer scoring segment concentration history
          explain: failure config table feature score rule scheme spark lake
          cluster: failure config spark table feature scheme partition history spine
          compare: failure config table feature rule scheme chart lake cluster
          migration: failure config spark table feature scheme ingest lake customer history spine
          profit: config table rule scheme segment history spine
          output: config spark table feature score rule scheme analysis ingest customer scoring segment concentration spine
          run: failure config spark table feature scheme ingest lake customer history spine cluster migration profit output
          calibrate: failure config spark feature score rule scheme chart ingest customer scoring spine run
          generate: failure
          [cli]
          cli: failure config table feature score scheme analysis ingest lake spine explain cluster migration compare run calibrate generate
      """;

  private static final List<String> INTERNAL =
      List.of(
          "org.apache.spark.sql.catalyst",
          "org.apache.spark.sql.execution",
          "org.apache.spark.sql.internal",
          "org.apache.spark.sql.delta");

  private static JavaClasses classes;

  @BeforeAll
  static void read_the_classes() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.clientele");
  }

  @Test
  void enough_classes_were_looked_at() {
    assertThat(classes.size()).isGreaterThan(300);
  }

  @Test
  void a_package_uses_only_packages_below_it_and_only_those_it_is_meant_to() {
    Map<String, Set<String>> allowed = new LinkedHashMap<>();
    for (String line :
        MAY_USE.lines().map(String::strip).filter(one -> !one.startsWith("[")).toList()) {
      String[] parts = line.split(":", 2);
      Set<String> used = new TreeSet<>(List.of(parts[1].strip().split(" ")));
      used.remove("");
      assertThat(allowed.keySet()).as("below " + parts[0]).containsAll(used);
      allowed.put(parts[0].strip(), used);
    }

    assertThat(used().keySet()).isEqualTo(new TreeSet<>(allowed.keySet()));
    used()
        .forEach(
            (name, used) -> assertThat(allowed.get(name)).as("used by " + name).containsAll(used));
  }

  @Test
  void each_package_lies_in_one_module() {
    Map<String, String> modules = new TreeMap<>();
    String module = "";
    for (String line : MAY_USE.lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        module = line.substring(1, line.length() - 1);
      } else {
        modules.put(line.split(":", 2)[0], module);
      }
    }
    for (JavaClass one : classes) {
      assertThat(one.getSource().orElseThrow().getUri().toString())
          .as(one.getName())
          .contains("/jobs/" + modules.get(room(one)) + "/");
    }
  }

  @Test
  void what_is_computed_knows_nothing_of_where_it_is_published() {
    Map<String, Set<String>> used = used();
    for (String computing : List.of("spine", "output", "profit", "cluster", "concentration")) {
      assertThat(used.get(computing)).as(computing).doesNotContain("lake", "run", "cli");
    }
  }

  @Test
  void no_two_packages_need_each_other() {
    slices().matching("io.clientele.(*)..").should().beFreeOfCycles().check(classes);
  }

  /**
   * Spark's inner classes change between its releases, so few places know them: the bridge itself,
   * what reads the text of rules and mappings, what judges queries, and what reads the log of
   * Delta.
   */
  @Test
  void what_is_internal_to_spark_and_delta_is_known_to_few_classes() {
    Set<String> knowing = new TreeSet<>();
    for (JavaClass one : classes) {
      for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
        if (INTERNAL.stream().anyMatch(dependency.getTargetClass().getPackageName()::startsWith)) {
          knowing.add(room(one) + "." + one.getSource().orElseThrow().getFileName().orElseThrow());
        }
      }
    }

    assertThat(knowing)
        .containsExactlyInAnyOrder(
            "spark.Catalyst.java",
            "spark.Rewriting.java",
            "spark.RowFunction.java",
            "spark.WholeFiles.java",
            "segment.NextSegments.java",
            "rule.RuleParser.java",
            "ingest.ExpressionNames.java",
            "ingest.RepeatableExpression.java",
            "ingest.CheckedLines.java",
            "ingest.KeptLines.java",
            "ingest.LineRows.java",
            "ingest.UnreadableColumns.java",
            "spine.Folding.java",
            "customer.CustomerFold.java",
            "customer.CustomerTotals.java",
            "customer.EventFold.java",
            "customer.RowColumns.java",
            "lake.QueryFailures.java",
            "lake.QueryFunctions.java",
            "lake.QueryGate.java",
            "lake.TableLog.java");
  }

  private static Map<String, Set<String>> used() {
    Map<String, Set<String>> used = new TreeMap<>();
    for (JavaClass one : classes) {
      Set<String> own = used.computeIfAbsent(room(one), name -> new TreeSet<>());
      Set<JavaClass> seen = new HashSet<>();
      for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (seen.add(target) && target.getPackageName().startsWith("io.clientele.")) {
          own.add(room(target));
        }
      }
      own.remove(room(one));
    }
    return used;
  }

  private static String room(JavaClass of) {
    return of.getPackageName().replaceFirst("io\\.clientele\\.", "");
  }
}

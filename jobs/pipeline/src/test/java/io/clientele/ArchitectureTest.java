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

/** The packages from the lowest to the highest, each with those that it may use. */
class ArchitectureTest {
  private static final String MAY_USE =
      """
          failure:
          config: failure
          spark:
          table:
          feature: failure config spark table
          ordering:
          score: config table feature ordering
          rule: failure config table feature ordering score
          fact: config spark table feature
          segment: failure config spark table feature ordering rule fact
          solver:
          proof: failure feature score rule segment solver
          source: failure config spark
          publish: failure config spark table source
          quality: failure config spark table feature source
          concentration: config spark feature ordering segment
          standing: failure config spark table feature ordering score rule segment concentration
          history: failure config table feature publish standing
          spine: config spark table feature rule fact segment proof source quality concentration standing history
          border: config table feature score rule segment
          agreement:
          cluster: failure config spark table feature segment history spine agreement
          profit: config table feature rule segment history spine
          output: config table feature score rule fact segment proof quality concentration standing spine border
          chart:
          calibrate: failure config feature ordering score segment chart
          explain: failure config table feature score rule segment publish border
          compare: failure config table feature rule segment publish cluster chart
          generate: failure
          run: failure config spark table feature ordering score rule segment source publish quality standing history spine cluster profit output calibrate
          cli: failure config table feature score segment proof publish concentration spine cluster calibrate explain compare generate run
      """;

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
    for (String line : MAY_USE.lines().toList()) {
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
  void what_is_computed_knows_nothing_of_where_it_is_published() {
    Map<String, Set<String>> used = used();
    for (String computing : List.of("spine", "output", "profit", "cluster", "concentration")) {
      assertThat(used.get(computing)).as(computing).doesNotContain("publish", "run", "cli");
    }
  }

  @Test
  void no_two_packages_need_each_other() {
    slices().matching("io.clientele.(*)..").should().beFreeOfCycles().check(classes);
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

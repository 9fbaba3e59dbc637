package io.clientele;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The direction of dependencies: cli → run → steps along the flow → table, config. */
class ArchitectureTest {
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
    assertThat(classes.size()).isGreaterThan(60);
  }

  @Test
  void packages_depend_on_each_other_only_along_the_flow_of_data() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("cli")
        .definedBy("io.clientele.cli..")
        .layer("run")
        .definedBy("io.clientele.run..")
        .layer("publish")
        .definedBy("io.clientele.publish..")
        .layer("explain")
        .definedBy("io.clientele.explain..")
        .layer("border")
        .definedBy("io.clientele.border..")
        .layer("concentration")
        .definedBy("io.clientele.concentration..")
        .layer("profit")
        .definedBy("io.clientele.profit..")
        .layer("standing")
        .definedBy("io.clientele.standing..")
        .layer("cluster")
        .definedBy("io.clientele.cluster..")
        .layer("agreement")
        .definedBy("io.clientele.agreement..")
        .layer("compare")
        .definedBy("io.clientele.compare..")
        .layer("chart")
        .definedBy("io.clientele.chart..")
        .layer("calibrate")
        .definedBy("io.clientele.calibrate..")
        .layer("proof")
        .definedBy("io.clientele.proof..")
        .layer("solver")
        .definedBy("io.clientele.solver..")
        .layer("segment")
        .definedBy("io.clientele.segment..")
        .layer("rule")
        .definedBy("io.clientele.rule..")
        .layer("score")
        .definedBy("io.clientele.score..")
        .layer("ordering")
        .definedBy("io.clientele.ordering..")
        .layer("quality")
        .definedBy("io.clientele.quality..")
        .layer("feature")
        .definedBy("io.clientele.feature..")
        .layer("fact")
        .definedBy("io.clientele.fact..")
        .layer("source")
        .definedBy("io.clientele.source..")
        .layer("generate")
        .definedBy("io.clientele.generate..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("run")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("publish")
        .mayOnlyBeAccessedByLayers("cli", "run", "explain", "compare")
        .whereLayer("cluster")
        .mayOnlyBeAccessedByLayers("run", "cli", "compare")
        .whereLayer("agreement")
        .mayOnlyBeAccessedByLayers("run", "cluster", "compare")
        .whereLayer("compare")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("chart")
        .mayOnlyBeAccessedByLayers("calibrate", "compare")
        .whereLayer("explain")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("border")
        .mayOnlyBeAccessedByLayers("run", "explain")
        .whereLayer("concentration")
        .mayOnlyBeAccessedByLayers("run")
        .whereLayer("profit")
        .mayOnlyBeAccessedByLayers("run")
        .whereLayer("standing")
        .mayOnlyBeAccessedByLayers("run")
        .whereLayer("calibrate")
        .mayOnlyBeAccessedByLayers("run", "cli")
        .whereLayer("proof")
        .mayOnlyBeAccessedByLayers("run", "cli")
        .whereLayer("solver")
        .mayOnlyBeAccessedByLayers("proof")
        .whereLayer("segment")
        .mayOnlyBeAccessedByLayers(
            "run",
            "cli",
            "concentration",
            "standing",
            "calibrate",
            "proof",
            "border",
            "explain",
            "profit",
            "compare")
        .whereLayer("rule")
        .mayOnlyBeAccessedByLayers(
            "run",
            "cli",
            "segment",
            "standing",
            "calibrate",
            "proof",
            "border",
            "explain",
            "profit",
            "compare")
        .whereLayer("score")
        .mayOnlyBeAccessedByLayers(
            "run",
            "cli",
            "segment",
            "rule",
            "standing",
            "calibrate",
            "proof",
            "border",
            "explain",
            "profit")
        .whereLayer("ordering")
        .mayOnlyBeAccessedByLayers(
            "run", "score", "segment", "rule", "standing", "concentration", "calibrate")
        .whereLayer("quality")
        .mayOnlyBeAccessedByLayers("run")
        .whereLayer("fact")
        .mayOnlyBeAccessedByLayers("run")
        .whereLayer("source")
        .mayOnlyBeAccessedByLayers("run", "quality")
        .whereLayer("generate")
        .mayOnlyBeAccessedByLayers("cli")
        .check(classes);
  }

  @Test
  void no_two_packages_need_each_other() {
    slices().matching("io.clientele.(*)..").should().beFreeOfCycles().check(classes);
  }
}

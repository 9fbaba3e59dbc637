package io.clientele.spine;

import io.clientele.history.History;
import io.clientele.ingest.InputManifest;
import io.clientele.ingest.LineMapping;
import io.clientele.ingest.OpenedLines;
import io.clientele.ingest.OptionalInputs;
import io.clientele.ingest.SourceShape;
import io.clientele.spark.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/**
 * The sources of a run: pinned and checked against the configuration, but not read.
 *
 * @param plan what is decided before
 * @param history the earlier runs of the base
 * @param lines the source of the lines
 * @param mapping of the lines
 * @param optional the other sources
 */
public record Inputs(
    SparkSession spark,
    Plan plan,
    History history,
    OpenedLines lines,
    LineMapping mapping,
    OptionalInputs optional) {

  /**
   * Opens all sources and analyses every mapping.
   *
   * @param landing where rows of databases are copied to
   * @throws io.clientele.failure.ConfigurationException if a source is not what the configuration
   *     says
   */
  public static Inputs open(SparkSession spark, Plan plan, History history, Workspace landing) {
    OpenedLines lines = OpenedLines.of(spark, plan.config(), landing);
    return new Inputs(
        spark,
        plan,
        history,
        lines,
        LineMapping.of(plan.config(), lines, plan.asOf()),
        new OptionalInputs(spark, plan.config(), plan.asOf(), landing));
  }

  /** The columns of every source. */
  public List<SourceShape> shapes() {
    List<SourceShape> shapes = new ArrayList<>(lines.shapes());
    shapes.addAll(optional.shapes());
    return shapes;
  }

  /** Exactly what is read, for the run's identity. */
  public List<String> fingerprints() {
    List<String> parts = new ArrayList<>();
    lines.manifests().forEach(manifest -> parts.add(manifest.fingerprint()));
    parts.addAll(optional.fingerprints());
    return parts;
  }

  /** What would notice a change of any source, without a look into any file. */
  public List<String> state() {
    List<String> state = new ArrayList<>();
    lines.manifests().forEach(manifest -> state.addAll(manifest.state()));
    state.addAll(optional.state());
    return state;
  }

  /** About how many bytes the inputs would be as plain text; empty where a source cannot tell. */
  public OptionalLong textBytes() {
    List<InputManifest> all = new ArrayList<>(lines.manifests());
    all.addAll(optional.manifests());
    boolean known = all.stream().allMatch(manifest -> manifest.textBytes().isPresent());
    return known
        ? OptionalLong.of(all.stream().mapToLong(manifest -> manifest.textBytes().orElse(0)).sum())
        : OptionalLong.empty();
  }

  /** What is read, for people. */
  public String describe() {
    List<String> parts = new ArrayList<>(List.of(lines.describe()));
    parts.addAll(optional.describe());
    return String.join("; ", parts);
  }

  /** What the user should know about the sources and their mappings. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(mapping.notes());
    notes.addAll(optional.notes());
    return notes;
  }

  /**
   * Fails if files of the lines were changed, added or removed since they were pinned.
   *
   * @throws io.clientele.failure.DataRefusedException naming the source
   */
  public void checkUnchanged() {
    lines.checkUnchanged();
  }

  /**
   * Fails where a source and the lake lie in each other.
   *
   * @param lake where runs are published
   */
  public void checkApartFrom(String lake) {
    lines.checkApartFrom(lake);
    optional.checkApartFrom(lake);
  }
}

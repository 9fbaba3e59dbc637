package io.clientele.run;

import io.clientele.ingest.SourceShape;
import io.clientele.lake.Lake;
import io.clientele.lake.Registry;
import io.clientele.lake.SourceShapes;
import io.clientele.scheme.Scheme;
import io.clientele.spine.Inputs;
import java.util.ArrayList;
import java.util.List;

/**
 * What a base remembers beside its runs: the definition of each version of a scheme, and the
 * columns of its sources.
 *
 * @param changes of the sources' columns since the last published run, in words
 */
record Registrations(
    Registry registry,
    List<Registry.Version> versions,
    SourceShapes sources,
    List<SourceShape> shapes,
    List<String> changes) {

  /**
   * Holds a run against what is remembered.
   *
   * @throws io.clientele.failure.ClienteleException if a scheme changed under its old version, or a
   *     source in a way that the configuration forbids
   */
  static Registrations check(Inputs inputs, Lake lake) {
    String base = inputs.plan().config().base();
    List<Registry.Version> versions =
        inputs.plan().selection().schemes().stream()
            .map(Scheme::file)
            .map(
                file ->
                    new Registry.Version(
                        file.scheme(), file.version(), file.origin(), file.definition()))
            .toList();
    Registry registry = new Registry(inputs.spark(), lake, base);
    registry.check(versions);
    SourceShapes sources = new SourceShapes(inputs.spark(), lake, base);
    List<SourceShape> shapes = inputs.shapes();
    return new Registrations(registry, versions, sources, shapes, sources.check(shapes));
  }

  /** Remembers the definitions of the schemes. */
  void registerSchemes() {
    registry.register(versions);
  }

  /** Remembers the columns of the sources of a run that was published. */
  void registerSources(String runId) {
    sources.register(shapes, runId);
  }

  /** What the user should know before any result. */
  List<String> notes(Inputs inputs) {
    List<String> notes = new ArrayList<>(inputs.plan().localVersions());
    notes.addAll(changes);
    notes.addAll(inputs.notes());
    notes.addAll(inputs.plan().partialSchemes());
    return notes;
  }
}

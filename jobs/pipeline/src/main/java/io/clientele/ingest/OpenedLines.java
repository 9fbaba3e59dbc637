package io.clientele.ingest;

import io.clientele.config.BaseConfig;
import io.clientele.spark.Workspace;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * The lines of a base, pinned: one place, or several that are one source together.
 *
 * @param parts in the order of the configuration; at least one
 */
public record OpenedLines(List<OpenedSource> parts) {

  /**
   * Opens every part.
   *
   * @param landing where rows of databases are copied to
   * @throws io.clientele.failure.ConfigurationException if a part is not what the configuration
   *     says
   */
  public static OpenedLines of(SparkSession spark, BaseConfig config, Workspace landing) {
    return new OpenedLines(
        config.transactions().parts().stream()
            .map(part -> OpenedSource.of(new Source(spark, part.source(), landing)))
            .toList());
  }

  /** The columns of each part. */
  public List<SourceShape> shapes() {
    return parts.stream().map(OpenedSource::shape).toList();
  }

  /** What exactly is read. */
  public List<InputManifest> manifests() {
    return parts.stream().map(OpenedSource::manifest).toList();
  }

  /** What is read, for people. */
  public String describe() {
    return manifests().stream().map(InputManifest::describe).collect(Collectors.joining("; "));
  }

  /** Fails if files were changed, added or removed: see {@link Source#checkUnchanged}. */
  public void checkUnchanged() {
    parts.forEach(OpenedSource::checkUnchanged);
  }

  /** Fails where a lookup has rows that share its key: see {@link Source#checkLookups}. */
  public void checkLookups() {
    parts.forEach(part -> part.source().checkLookups());
  }

  /** Fails where a part and the lake lie in each other: see {@link Source#checkApartFrom}. */
  public void checkApartFrom(String lake) {
    parts.forEach(part -> part.source().checkApartFrom(lake));
  }
}

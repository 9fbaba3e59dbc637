package io.clientele.ingest;

/**
 * A source that is pinned: asked again, it says whether it is still what was pinned.
 *
 * @param source where the rows come from
 * @param rows the rows, not read yet
 */
public record OpenedSource(Source source, SourceRows rows) {
  /** Opens a source: see {@link Source#open}. */
  public static OpenedSource of(Source source) {
    return new OpenedSource(source, source.open());
  }

  /** Its columns. */
  public SourceShape shape() {
    return SourceShape.of(source.config(), rows);
  }

  /** What exactly is read. */
  public InputManifest manifest() {
    return rows.manifest();
  }

  /** Fails if files were changed, added or removed: see {@link Source#checkUnchanged}. */
  public void checkUnchanged() {
    source.checkUnchanged(rows.manifest());
  }
}

package io.clientele.run;

/** The release that is running. */
public final class Release {
  private Release() {}

  /** As the jar says; {@code development} where there is none. */
  public static String version() {
    String version = Release.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

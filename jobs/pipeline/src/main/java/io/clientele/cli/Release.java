package io.clientele.cli;

/** The release that is running. */
final class Release {
  private Release() {}

  static String version() {
    String version = Release.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

package io.clientele.spine;

/** Is told what a run is doing. */
@FunctionalInterface
public interface Progress {
  /** A step begins; the one before it has ended. */
  void step(String name);

  /** For those who do not watch. */
  static Progress silent() {
    return name -> {};
  }
}

package io.clientele.run;

import io.clientele.config.BaseConfig;
import io.clientele.config.ConnectionConfig;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;

/** The drivers of the configured databases: jars that the user names. */
final class Drivers {
  private final List<File> jars;

  private Drivers(List<File> jars) {
    this.jars = jars;
  }

  /** The drivers of a base that are there; who reads a database is told of one that is not. */
  static Drivers of(BaseConfig config) {
    return new Drivers(
        config.connections().values().stream()
            .map(ConnectionConfig::driverPath)
            .filter(Objects::nonNull)
            .map(File::new)
            .filter(File::isFile)
            .distinct()
            .toList());
  }

  /**
   * Lets this process find them. Spark looks for drivers with the thread's class loader, and
   * executors inside of this process take theirs from it: so this comes before the session.
   */
  void onThisMachine() {
    if (jars.isEmpty()) {
      return;
    }
    URL[] urls = jars.stream().map(Drivers::url).toArray(URL[]::new);
    Thread current = Thread.currentThread();
    // Open as long as the process: the session and its executors load from it.
    current.setContextClassLoader(new URLClassLoader(urls, current.getContextClassLoader()));
  }

  private static URL url(File jar) {
    try {
      return jar.toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(jar.toString(), e);
    }
  }

  /** Sends them to executors that are other processes. */
  void onExecutors(SparkSession session) {
    jars.forEach(jar -> session.sparkContext().addJar(jar.getAbsolutePath()));
  }
}

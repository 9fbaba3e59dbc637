package io.clientele.run;

import io.clientele.config.BaseConfig;
import io.clientele.config.ConnectionConfig;
import io.clientele.failure.ConfigurationException;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The drivers of the configured databases: jars that the user names. */
final class Drivers {
  private final Map<String, File> jars;

  private Drivers(Map<String, File> jars) {
    this.jars = jars;
  }

  /**
   * The drivers of a base.
   *
   * @throws ConfigurationException if a jar is not there
   */
  static Drivers of(BaseConfig config) {
    Map<String, File> jars = new LinkedHashMap<>();
    for (ConnectionConfig connection : config.connections().values()) {
      String path = connection.driverPath();
      if (path != null) {
        File jar = new File(path);
        if (!jar.isFile()) {
          throw new ConfigurationException(
              "connections."
                  + connection.name()
                  + ".driver_path: there is no file "
                  + path
                  + ". Give the jar of the database's JDBC driver.");
        }
        jars.put(jar.getAbsolutePath(), jar);
      }
    }
    return new Drivers(jars);
  }

  /**
   * Lets this process find them. Spark looks for drivers with the thread's class loader, and
   * executors inside of this process take theirs from it: so this comes before the session.
   */
  void onThisMachine() {
    if (jars.isEmpty()) {
      return;
    }
    URL[] urls = jars.values().stream().map(Drivers::url).toArray(URL[]::new);
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
    jars.keySet().forEach(session.sparkContext()::addJar);
  }
}

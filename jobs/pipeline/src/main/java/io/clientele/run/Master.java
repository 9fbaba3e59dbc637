package io.clientele.run;

import io.clientele.failure.ConfigurationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where Spark computes, checked before Spark would wait for it or give up in its own words. */
final class Master {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final Pattern LOCAL =
      Pattern.compile("local(\\[(\\*|[1-9]\\d*)(,\\s*\\d+)?])?|local-cluster\\[.*]");
  private static final Pattern STANDALONE = Pattern.compile("spark://(.+)");
  private static final Pattern HOST = Pattern.compile("([^:\\s]+):(\\d{1,5})");

  private Master() {}

  /**
   * Checks a URL.
   *
   * @throws ConfigurationException if it is none, or no master answers there within seconds
   */
  static void check(String url) {
    Matcher standalone = STANDALONE.matcher(url);
    if (standalone.matches()) {
      reach(url, standalone.group(1));
    } else if (url.equals("yarn") || url.startsWith("k8s://")) {
      if (System.getProperty("spark.submit.deployMode") == null) {
        throw new ConfigurationException(
            "--master "
                + url
                + ": a cluster of this kind is reached through a Spark installation. Point"
                + " SPARK_HOME to one and give the same command.");
      }
    } else if (!LOCAL.matcher(url).matches()) {
      throw new ConfigurationException(sentence(url));
    }
  }

  static String sentence(String url) {
    return "--master "
        + url
        + ": this is no Spark master. Expected local[*], local[4], spark://HOST:7077, or with a"
        + " SPARK_HOME yarn or k8s://https://HOST:PORT.";
  }

  /** One of several masters is enough. */
  private static void reach(String url, String hosts) {
    List<String> reasons = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      Matcher address = HOST.matcher(host.strip());
      if (!address.matches()) {
        throw new ConfigurationException(sentence(url));
      }
      int port = Integer.parseInt(address.group(2));
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address.group(1), port), PATIENCE_MILLIS);
        return;
      } catch (IOException | IllegalArgumentException e) {
        reasons.add(host + ": " + e.getMessage());
      }
    }
    throw new ConfigurationException(
        "--master "
            + url
            + ": no Spark master answers there ("
            + String.join("; ", reasons)
            + "). Start it or mend the address; without --master Spark runs on this machine.");
  }
}

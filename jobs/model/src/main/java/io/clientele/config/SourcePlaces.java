package io.clientele.config;

import java.util.Map;

/**
 * Where the sources of a base may lie.
 *
 * @param data where relative paths start
 * @param connections databases by name
 */
record SourcePlaces(String data, Map<String, ConnectionConfig> connections) {
  /** A path below the data, unless it is whole by itself. */
  String resolve(String path) {
    boolean absolute = path.startsWith("/") || path.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
    if (absolute || data.isEmpty()) {
      return path;
    }
    return data.endsWith("/") ? data + path : data + "/" + path;
  }
}

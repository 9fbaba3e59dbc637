package io.clientele.ingest;

import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Walks directories so that every file is met once, by whatever links it can be reached. Links are
 * followed last: what lies there itself keeps its own name, and the partitions in it.
 */
final class FileTree {
  private final FileSystem system;
  private final boolean local;
  private final String key;
  private final String location;
  private final List<FileStatus> files = new ArrayList<>();
  private final Map<String, Path> met = new HashMap<>();
  private final Deque<Link> links = new ArrayDeque<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * Something that waits to be looked at.
   *
   * @param above the real places of the directories it lies in
   */
  private record Link(FileStatus status, Set<String> above) {}

  FileTree(FileSystem system, String key, String location) {
    this.system = system;
    this.local = FileListing.isLocal(system);
    this.key = key;
    this.location = location;
  }

  /** The files below, in no order. */
  List<FileStatus> files() {
    return files;
  }

  /** What was reached more than once. */
  List<String> notes() {
    return notes;
  }

  /**
   * Walks.
   *
   * @throws DataRefusedException if links lead round in a circle, or nowhere
   */
  void walk(FileStatus[] roots) throws IOException {
    for (FileStatus root : roots) {
      meet(root, Set.of());
    }
    while (!links.isEmpty()) {
      Link link = links.removeFirst();
      visit(link.status(), link.above());
    }
  }

  private void meet(FileStatus status, Set<String> above) throws IOException {
    if (isLink(status.getPath())) {
      links.addLast(new Link(status, above));
    } else {
      visit(status, above);
    }
  }

  private void visit(FileStatus status, Set<String> above) throws IOException {
    Path path = status.getPath();
    String name = path.getName();
    boolean hidden = name.startsWith(".") || name.startsWith("_");
    if (status.isDirectory() && name.equals("_delta_log")) {
      throw new ConfigurationException(
          key + ": " + location + " is a Delta table; write format: delta to read it safely.");
    }
    if (hidden && !(status.isDirectory() && name.startsWith("_") && name.contains("="))) {
      return;
    }
    String real = real(path);
    if (above.contains(real)) {
      throw new DataRefusedException(
          key
              + ": "
              + path
              + " is a link to "
              + real
              + ", in which it lies: its lines would be read over and over. Remove the link, or"
              + " give a path that does not lead through it.");
    }
    Path earlier = met.putIfAbsent(real, path);
    if (earlier != null) {
      notes.add(key + ": " + path + " is " + earlier + " once more; it is read once");
    } else if (status.isDirectory()) {
      Set<String> inside = new HashSet<>(above);
      inside.add(real);
      refuseDeadLinks(path);
      for (FileStatus child : system.listStatus(path)) {
        meet(child, inside);
      }
    } else {
      files.add(status);
    }
  }

  /** Hadoop leaves out a link to nothing, and the lines that were meant with it. */
  private void refuseDeadLinks(Path directory) throws IOException {
    if (!local) {
      return;
    }
    Set<String> dead = new LinkedHashSet<>();
    try (Stream<java.nio.file.Path> children = Files.list(nio(directory))) {
      children
          .filter(child -> Files.isSymbolicLink(child) && !Files.exists(child))
          .map(java.nio.file.Path::toString)
          .filter(child -> !new Path(child).getName().matches("[._].*"))
          .sorted()
          .forEach(dead::add);
    }
    if (!dead.isEmpty()) {
      throw new DataRefusedException(
          key
              + ": "
              + String.join(", ", dead)
              + " links to a file that is not there. Mend the link or remove it.");
    }
  }

  private boolean isLink(Path path) {
    return local && Files.isSymbolicLink(nio(path));
  }

  private String real(Path path) throws IOException {
    return local ? nio(path).toRealPath().toString() : path.toString();
  }

  private static java.nio.file.Path nio(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }
}

package io.clientele.source;

import io.clientele.config.FileSystems;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * The data files below a path, pinned once for the whole run.
 *
 * @param root the directory that partition columns are relative to
 * @param files in the order of their paths
 */
record FileListing(String root, List<FileStatus> files) {
  private static final Pattern PATTERN = Pattern.compile("[\\[\\]{}*?\\\\]");

  /**
   * Lists a file, a directory (recursively) or a glob; names that begin with {@code _} or {@code .}
   * are not data.
   *
   * @throws ConfigurationException if there is no such path
   * @throws DataRefusedException if it holds no data file
   */
  static FileListing of(String key, String location, Configuration hadoop) {
    try {
      FileSystem system = FileSystems.of(key, location, hadoop);
      Path path = new Path(location);
      FileStatus[] matches = system.globStatus(path);
      if (matches == null || matches.length == 0) {
        throw new ConfigurationException(
            key
                + ": there is no "
                + location
                + ". Check "
                + key
                + ".path and data (relative paths start in the working"
                + " directory), or give the place with --set data=DIRECTORY");
      }
      List<FileStatus> files = new ArrayList<>();
      for (FileStatus match : matches) {
        collect(system, match, files, key, location);
      }
      files.sort(Comparator.comparing(status -> status.getPath().toString()));
      if (files.isEmpty()) {
        throw new DataRefusedException(key + ": " + location + " holds no data file.");
      }
      refusePatterns(key, files);
      return new FileListing(root(matches), files);
    } catch (IOException e) {
      throw new ConfigurationException(
          key + ": " + location + " cannot be listed: " + e.getMessage(), e);
    }
  }

  /** Spark expands the names it is given once more, and would read other files instead. */
  private static void refusePatterns(String key, List<FileStatus> files) {
    for (FileStatus file : files) {
      if (PATTERN.matcher(file.getPath().toString()).find()) {
        throw new DataRefusedException(
            key
                + ": "
                + file.getPath()
                + " has one of []{}*?\\ in its name, which Spark takes for a pattern of other names."
                + " Rename it.");
      }
    }
  }

  private static String root(FileStatus[] matches) {
    boolean one = matches.length == 1 && matches[0].isDirectory();
    return one ? matches[0].getPath().toString() : "";
  }

  InputManifest manifest(String location) {
    List<String> entries = new ArrayList<>();
    for (FileStatus file : files) {
      entries.add(file.getPath() + "|" + file.getLen() + "|" + file.getModificationTime());
    }
    return new InputManifest("files", location, entries);
  }

  String[] paths() {
    return files.stream().map(file -> file.getPath().toString()).toArray(String[]::new);
  }

  /** The first file that holds anything, else the first. */
  FileStatus firstWithContent() {
    return files.stream().filter(file -> file.getLen() > 0).findFirst().orElse(files.get(0));
  }

  /** The first line of that file, decompressed by its ending; empty where it has none. */
  String firstLine(Configuration hadoop, Charset charset) throws IOException {
    Path path = firstWithContent().getPath();
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
    try (InputStream raw = path.getFileSystem(hadoop).open(path);
        InputStream plain = codec == null ? raw : codec.createInputStream(raw);
        BufferedReader reader = new BufferedReader(new InputStreamReader(plain, charset))) {
      StringBuilder line = new StringBuilder();
      int read = reader.read();
      while (read >= 0 && read != '\n' && line.length() < 65_536) {
        line.append((char) read);
        read = reader.read();
      }
      return line.toString().stripTrailing();
    }
  }

  private static void collect(
      FileSystem system, FileStatus status, List<FileStatus> files, String key, String location)
      throws IOException {
    String name = status.getPath().getName();
    if (status.isDirectory()) {
      if (name.equals("_delta_log")) {
        throw new ConfigurationException(
            key + ": " + location + " is a Delta table; write format: delta to read it safely.");
      }
      if (!name.startsWith(".") && (!name.startsWith("_") || name.contains("="))) {
        for (FileStatus child : system.listStatus(status.getPath())) {
          collect(system, child, files, key, location);
        }
      }
    } else if (!name.startsWith("_") && !name.startsWith(".")) {
      files.add(status);
    }
  }
}

package io.clientele.ingest;

import io.clientele.config.FileSystems;
import io.clientele.config.SourceConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
 * @param notes what the user should know about what is read and what is not
 * @param checksums of the files
 */
record FileListing(String root, List<FileStatus> files, List<String> notes, Checksums checksums) {
  private static final int NAMED = 5;

  private static final Pattern PATTERN = Pattern.compile("[\\[\\]{}*?\\\\]");

  /**
   * Lists a file, a directory (recursively) or a glob; names that begin with {@code _} or {@code .}
   * are not data, nor are those that {@link FileNames} leaves out of directories.
   *
   * @throws ConfigurationException if there is no such path
   * @throws DataRefusedException if it holds no data file
   */
  static FileListing of(SourceConfig source, Configuration hadoop) {
    String key = source.key();
    String location = source.path();
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
      FileTree tree = new FileTree(system, key, location);
      tree.walk(matches);
      List<String> notes = new ArrayList<>(tree.notes());
      List<FileStatus> files = data(tree.files(), matches, path.getName(), source, notes);
      refusePatterns(key, files);
      return new FileListing(root(matches), files, notes, new Checksums(hadoop));
    } catch (IOException e) {
      throw ConfigurationException.unreachable(key + ": " + location, "listed", e);
    }
  }

  /** Whether links can lead from one place to another. */
  static boolean isLocal(FileSystem system) {
    return "file".equals(system.getUri().getScheme());
  }

  private static List<FileStatus> data(
      List<FileStatus> all,
      FileStatus[] matches,
      String configured,
      SourceConfig source,
      List<String> notes) {
    // A file that is named, by itself or by its ending, is what was meant.
    boolean literal = !PATTERN.matcher(configured).find();
    Set<Path> meant = new HashSet<>();
    if (literal || FileNames.saysEnding(configured)) {
      Arrays.stream(matches).filter(FileStatus::isFile).forEach(file -> meant.add(file.getPath()));
    }
    Set<Path> read = new HashSet<>(meant);
    FileNames.data(
            all.stream().filter(file -> !meant.contains(file.getPath())).toList(), source.format())
        .forEach(file -> read.add(file.getPath()));
    Comparator<FileStatus> byPath = Comparator.comparing(status -> status.getPath().toString());
    List<FileStatus> files =
        all.stream().filter(file -> read.contains(file.getPath())).sorted(byPath).toList();
    List<String> left =
        all.stream()
            .filter(file -> !read.contains(file.getPath()))
            .sorted(byPath)
            .map(file -> file.getPath().toString())
            .toList();
    String leftOut =
        "left out, not named as "
            + source.format().name().toLowerCase(Locale.ROOT)
            + ": "
            + some(left);
    if (files.isEmpty()) {
      throw new DataRefusedException(
          source.key()
              + ": "
              + source.path()
              + " holds no data file"
              + (left.isEmpty() ? "." : "; " + leftOut + ". Rename them, or name one as path."));
    }
    if (!left.isEmpty()) {
      notes.add(
          source.key() + ": " + left.size() + (left.size() == 1 ? " file " : " files ") + leftOut);
    }
    return files;
  }

  private static String some(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
        + (names.size() > NAMED ? ", …" : "");
  }

  /** The files of one directory that are the same byte for byte, where that can be told cheaply. */
  List<String> copies(String key) {
    Map<String, List<FileStatus>> alike = new LinkedHashMap<>();
    for (FileStatus file : files) {
      if (file.getLen() > 0) {
        alike
            .computeIfAbsent(
                file.getPath().getParent() + "|" + file.getLen(), place -> new ArrayList<>())
            .add(file);
      }
    }
    List<FileStatus> candidates =
        alike.values().stream().filter(same -> same.size() > 1).flatMap(List::stream).toList();
    boolean few = Checksums.few(candidates);
    List<String> notes = new ArrayList<>();
    for (List<FileStatus> same : alike.values()) {
      if (same.size() > 1) {
        Map<String, List<String>> equal = new LinkedHashMap<>();
        for (FileStatus file : same) {
          checksums
              .of(file, few)
              .ifPresent(
                  sum ->
                      equal
                          .computeIfAbsent(sum, s -> new ArrayList<>())
                          .add(file.getPath().toString()));
        }
        equal.values().stream()
            .filter(names -> names.size() > 1)
            .forEach(
                names ->
                    notes.add(
                        key
                            + ": "
                            + some(names)
                            + " are the same byte for byte, and each of them counts; remove the"
                            + " copies if they are some"));
      }
    }
    return notes;
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
    return new InputManifest(
        "files", location, entries, () -> checksums.contents(files), List.of());
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
}

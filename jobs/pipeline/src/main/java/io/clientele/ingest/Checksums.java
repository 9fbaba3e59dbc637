package io.clientele.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileChecksum;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * What stands for the contents of files. Another file system is asked for its own checksum. Local
 * files are read, up to a total: beyond it, and where a file system knows no checksum, the time of
 * the last change has to do, which never takes different contents for the same.
 */
final class Checksums {
  /** Read in about a second; the run then takes minutes. */
  private static final long MOST_BYTES = 1L << 30;

  private static final int BLOCK = 1 << 16;

  private final Configuration hadoop;
  private final Map<String, Optional<String>> known = new ConcurrentHashMap<>();

  Checksums(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Each file as {@code path|size|checksum}, or with its time where there is no checksum. */
  List<String> contents(List<FileStatus> files) {
    boolean few = few(files);
    return files.parallelStream()
        .map(
            file ->
                file.getPath()
                    + "|"
                    + file.getLen()
                    + "|"
                    + of(file, few).orElse("changed " + file.getModificationTime()))
        .toList();
  }

  /** Whether the files are few enough to be read. */
  static boolean few(List<FileStatus> files) {
    return files.stream().mapToLong(FileStatus::getLen).sum() <= MOST_BYTES;
  }

  /** The checksum of a file, if it can be had. */
  Optional<String> of(FileStatus file, boolean mayRead) {
    String path = file.getPath().toString();
    Optional<String> earlier = known.get(path);
    if (earlier != null) {
      return earlier;
    }
    try {
      FileSystem system = file.getPath().getFileSystem(hadoop);
      Optional<String> sum;
      if (FileListing.isLocal(system)) {
        sum = mayRead ? Optional.of(read(system, file)) : Optional.empty();
      } else {
        FileChecksum own = system.getFileChecksum(file.getPath());
        sum =
            Optional.ofNullable(own)
                .map(s -> s.getAlgorithmName() + " " + HexFormat.of().formatHex(s.getBytes()));
      }
      known.put(path, sum);
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(FileSystem system, FileStatus file) throws IOException {
    try (InputStream bytes = system.open(file.getPath())) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] block = new byte[BLOCK];
      for (int n = bytes.read(block); n >= 0; n = bytes.read(block)) {
        digest.update(block, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package io.clientele.support;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.SparkEnv;

/**
 * The local files under another scheme, for lakes whose process dies before a given commit and
 * writes nothing from then on, as after {@code kill -9}; or that cannot be written at all, whoever
 * runs the tests.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  private static final String SCHEME = "faulty";
  private static int left = Integer.MAX_VALUE;
  private static boolean dead;
  private static boolean readOnly;

  /** Makes the scheme known to the session of the tests. */
  public static void install() {
    Sparks.session()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs." + SCHEME + ".impl", FaultyFileSystem.class.getName());
    SparkEnv.get()
        .conf()
        .set("spark.delta.logStore." + SCHEME + ".impl", "io.delta.storage.LocalLogStore");
    heal();
  }

  public static String location(java.nio.file.Path directory) {
    return SCHEME + "://" + directory;
  }

  /** The commit with this number, counted from 1, will not take place, nor anything after it. */
  public static synchronized void dieBeforeCommit(int number) {
    left = number - 1;
  }

  public static synchronized void makeReadOnly() {
    readOnly = true;
  }

  public static synchronized void heal() {
    left = Integer.MAX_VALUE;
    dead = false;
    readOnly = false;
  }

  /** Whether the commit was reached. */
  public static synchronized boolean isDead() {
    return dead;
  }

  private static synchronized void write(boolean commit) throws IOException {
    if (readOnly) {
      throw new AccessControlException("Permission denied");
    }
    if (commit) {
      dead |= left == 0;
      left--;
    }
    if (dead) {
      throw new IOException("the process is dead");
    }
  }

  private static boolean isCommit(Path file) {
    String path = file.toString();
    return file.getName().matches("\\d{20}\\.json")
        && (path.contains("/_delta_log/") || path.contains("/_pointer/"));
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    write(isCommit(to));
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    write(false);
    return super.delete(path, recursive);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    write(false);
    return super.mkdirs(path);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    write(false);
    return super.create(path, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    write(false);
    return super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
  }
}

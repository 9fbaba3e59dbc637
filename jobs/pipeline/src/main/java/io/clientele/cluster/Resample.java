package io.clientele.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** How often each customer counts in a bootstrap resample: a pure function of id and number. */
final class Resample {
  private static final double UNIT = 0x1.0p-53;
  private static final int FREE_BITS = 11;
  private static final int MOST = 12;

  private Resample() {}

  /** A Poisson variable with mean 1, at most 12. */
  static int count(String id, int resample) {
    double uniform = (bits(id, resample) >>> FREE_BITS) * UNIT;
    double probability = Math.exp(-1);
    double below = probability;
    int count = 0;
    while (uniform >= below && count < MOST) {
      count++;
      probability /= count;
      below += probability;
    }
    return count;
  }

  private static long bits(String id, int resample) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(resample).array());
      return ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package io.clientele.ingest;

import io.clientele.failure.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/**
 * The function {@code pseudonym(x)} of expressions: HMAC-SHA-256 of a text, in hex. The key comes
 * from the environment and travels inside the function, so that no plan, log or table shows it.
 */
public final class Pseudonym implements UDF1<String, @Nullable String> {
  /** The environment variable that holds the key. */
  public static final String KEY = "CLIENTELE_PSEUDONYM_KEY";

  /** The environment variable that names a file which holds the key. */
  public static final String KEY_FILE = "CLIENTELE_PSEUDONYM_KEY_FILE";

  static final String NAME = "pseudonym";
  private static final int LEAST_BYTES = 16;
  private static final int FINGERPRINT_DIGITS = 16;
  private static final String ALGORITHM = "HmacSHA256";
  private static final long serialVersionUID = 1L;

  private final byte[] key;

  private Pseudonym(byte[] key) {
    this.key = key;
  }

  /**
   * The function with the key of the environment.
   *
   * @throws ConfigurationException if there is no key or it is too short to keep a secret
   */
  static Pseudonym of(Map<String, String> environment) {
    String own = environment.get(KEY);
    String file = environment.get(KEY_FILE);
    if (own != null && file != null) {
      throw new ConfigurationException(
          KEY + " and " + KEY_FILE + " are both set; pseudonym() needs one of them");
    }
    if (own == null && file == null) {
      throw new ConfigurationException(
          "pseudonym() needs a key: set "
              + KEY
              + " to a secret of at least "
              + LEAST_BYTES
              + " bytes, or "
              + KEY_FILE
              + " to a file that holds it");
    }
    byte[] key = own == null ? read(String.valueOf(file)) : own.getBytes(StandardCharsets.UTF_8);
    if (key.length < LEAST_BYTES) {
      throw new ConfigurationException(
          (own == null ? "the file that " + KEY_FILE + " names" : KEY)
              + " holds "
              + key.length
              + " bytes; a key for pseudonym() has at least "
              + LEAST_BYTES);
    }
    return new Pseudonym(key);
  }

  /**
   * What tells one key from another, where a configuration may use one: pseudonyms under another
   * key are another result.
   *
   * @param expressions the text of the configuration
   */
  public static Optional<String> fingerprint(String expressions, Map<String, String> environment) {
    boolean used = expressions.toLowerCase(Locale.ROOT).contains(NAME);
    boolean keyed = environment.containsKey(KEY) || environment.containsKey(KEY_FILE);
    return used && keyed ? Optional.of(of(environment).fingerprint()) : Optional.empty();
  }

  private String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("clientele pseudonym key".getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(key)).substring(0, FINGERPRINT_DIGITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The pseudonym; null for null and for blank text, which is no id. */
  @Override
  public @Nullable String call(@Nullable String text) {
    return text == null || text.isBlank() ? null : hmac(key, text.getBytes(StandardCharsets.UTF_8));
  }

  static String hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  private static byte[] read(String file) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of(file));
      int end = bytes.length;
      // Editors and echo end a file with a line break, which is no part of the key.
      while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
        end--;
      }
      return Arrays.copyOf(bytes, end);
    } catch (IOException | InvalidPathException e) {
      throw new ConfigurationException(
          KEY_FILE + ": " + file + " cannot be read; name a file that holds the key", e);
    }
  }

  @Override
  public String toString() {
    return NAME;
  }
}

package io.clientele.config;

import io.clientele.failure.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the files that people write: UTF-8, or a sentence that says what else they are. */
public final class TextFile {
  private TextFile() {}

  /**
   * The text of a file.
   *
   * @throws ConfigurationException if it cannot be read or is in another encoding
   */
  public static String read(Path file) {
    try {
      return decode(file.toString(), Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(file + " cannot be read: there is no such file.", e);
    } catch (IOException e) {
      throw ConfigurationException.unreachable(file, "read", e);
    }
  }

  static String decode(String name, byte[] bytes) {
    if (isWide(bytes)) {
      throw new ConfigurationException(
          name + ": the file is written in UTF-16, expected UTF-8. Save it as UTF-8.");
    }
    ByteBuffer from = ByteBuffer.wrap(bytes);
    CharBuffer to = CharBuffer.allocate(bytes.length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(from, to, true);
    if (result.isError()) {
      String before = to.flip().toString();
      long line = before.chars().filter(c -> c == '\n').count() + 1;
      String start = before.substring(before.lastIndexOf('\n') + 1);
      throw new ConfigurationException(
          name
              + ":"
              + line
              + ": the file is not written in UTF-8: the byte 0x"
              + String.format("%02X", bytes[from.position()])
              + (start.isBlank() ? " begins the line" : " follows '" + start.strip() + "'")
              + ", as in Latin-1 or windows-1252. Save it as UTF-8.");
    }
    String text = to.flip().toString();
    // Some editors mark UTF-8 at the front.
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Marked as UTF-16 or UTF-32, or with a zero in one of the first characters. */
  private static boolean isWide(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    int mark = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
    return mark == 0xFEFF || mark == 0xFFFE || bytes[0] == 0 || bytes[1] == 0;
  }
}

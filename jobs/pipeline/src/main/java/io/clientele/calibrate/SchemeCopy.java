package io.clientele.calibrate;

import io.clientele.failure.ConfigurationException;
import io.clientele.scheme.SchemeFile;
import io.clientele.scheme.SchemeLibrary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scheme file with other parameters and the next version, its text otherwise as it was. */
final class SchemeCopy {
  private static final Pattern PARAMETERS = Pattern.compile("(?m)^parameters\\s*:");
  private static final Pattern VERSION = Pattern.compile("(?m)^version\\s*:[^#\\n]*");
  private static final Pattern SCHEME = Pattern.compile("(?m)^scheme\\s*:.*$");

  private SchemeCopy() {}

  /**
   * The text of the copy.
   *
   * @param original the file
   * @param header lines for the top, without their #
   * @param parameters new values of parameters that the file has
   * @throws ConfigurationException if the file is written in a way that a change of single values
   *     cannot serve
   */
  static String of(
      SchemeLibrary.Source original, List<String> header, Map<String, String> parameters) {
    SchemeFile before = SchemeFile.parse(original.name(), original.text(), Map.of());
    String text = withVersion(original.text(), before.version() + 1);
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      text = withParameter(text, parameter.getKey(), parameter.getValue());
    }
    StringBuilder copy = new StringBuilder();
    header.forEach(line -> copy.append("# ").append(line).append('\n'));
    copy.append('\n').append(text);
    check(original, before, copy.toString(), parameters);
    return copy.toString();
  }

  private static String withVersion(String text, int version) {
    Matcher written = VERSION.matcher(text);
    if (written.find()) {
      String found = written.group();
      String spaces = found.substring(found.stripTrailing().length());
      return written.replaceFirst("version: " + version + spaces);
    }
    return SCHEME.matcher(text).replaceFirst("$0\nversion: " + version);
  }

  private static String withParameter(String text, String name, String value) {
    Matcher section = PARAMETERS.matcher(text);
    int from = section.find() ? section.end() : 0;
    Matcher entry =
        Pattern.compile("(?<=[\\s{,])(" + Pattern.quote(name) + "\\s*:\\s*)[^\\s,}#]+")
            .matcher(text);
    while (entry.find(from)) {
      int line = text.lastIndexOf('\n', entry.start()) + 1;
      if (text.substring(line, entry.start()).indexOf('#') < 0) {
        return text.substring(0, entry.start())
            + entry.group(1)
            + value
            + text.substring(entry.end());
      }
      from = entry.end();
    }
    return text;
  }

  /** Read back, the copy must say what was meant, and nothing else may have changed. */
  private static void check(
      SchemeLibrary.Source original,
      SchemeFile before,
      String copy,
      Map<String, String> parameters) {
    SchemeFile after = SchemeFile.parse("the copy of " + original.name(), copy, Map.of());
    Map<String, String> meant = new LinkedHashMap<>(before.written());
    meant.putAll(parameters);
    boolean same =
        after.version() == before.version() + 1
            && after.written().equals(meant)
            && rules(after).equals(rules(before));
    if (!same) {
      throw new ConfigurationException(
          original.name()
              + ": "
              + String.join(" and ", parameters.keySet())
              + " cannot be replaced in this text. Write them below parameters: as plain"
              + " NAME: VALUE, as conf/schemes/lifecycle_9.yaml does.");
    }
  }

  private static List<String> rules(SchemeFile file) {
    List<String> rules = new ArrayList<>(file.definition());
    rules.removeIf(line -> line.startsWith("parameter "));
    return rules;
  }
}

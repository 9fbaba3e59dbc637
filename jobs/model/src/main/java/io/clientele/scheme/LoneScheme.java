package io.clientele.scheme;

import io.clientele.config.Problems;
import io.clientele.config.TextFile;
import io.clientele.failure.ConfigurationException;
import io.clientele.feature.Features;
import io.clientele.feature.Span;
import io.clientele.rule.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scheme file without a configuration: every feature counts as told, every window that the file
 * names as configured, and the other scheme that it asks about is one that ships.
 */
public final class LoneScheme {
  private static final Pattern WINDOW = Pattern.compile("_(\\d{1,5})d\\b");
  private static final int ALWAYS = 365;

  private LoneScheme() {}

  /**
   * Reads and checks a file.
   *
   * @throws ConfigurationException naming what is wrong in it
   */
  public static Scheme read(Path file) {
    return parse(file.toString(), TextFile.read(file));
  }

  /** A scheme that ships. */
  public static Scheme shipped(String name) {
    SchemeLibrary.Source source = new SchemeLibrary(null).find(name);
    return parse(source.name(), source.text());
  }

  /** The same of a text; the name is for messages. */
  public static Scheme parse(String name, String text) {
    SchemeFile file = SchemeFile.parse(name, text, Map.of());
    Set<Integer> windows = new TreeSet<>(Set.of(ALWAYS));
    Matcher matcher = WINDOW.matcher(text);
    while (matcher.find()) {
      windows.add(Math.max(1, Integer.parseInt(matcher.group(1))));
    }
    List<Span> spans = Span.of(new ArrayList<>(windows));
    List<SchemeFile> others =
        SchemeLibrary.shipped().stream()
            .filter(shipped -> !shipped.scheme().equals(file.scheme()))
            .toList();
    Vocabulary words = SchemeLibrary.vocabulary(Features.declared(spans), file, others);
    Scheme scheme = Scheme.of(file, words);
    Problems problems = new Problems();
    SchemeLibrary.checkName(scheme, words, name, problems);
    problems.throwIfAny();
    return scheme;
  }
}

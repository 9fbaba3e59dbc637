package io.clientele.cli;

import io.clientele.config.BaseConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.run.BaseFile;
import io.clientele.scheme.SchemeLibrary;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command over a base shares. */
final class BaseOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "the base's configuration (default: conf/clientele.yaml over data-samples/)")
  private @Nullable Path config;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description =
          "the day the base is looked at; only earlier lines are seen (default: as_of of"
              + " the configuration; for sql, explain and compare the latest run)")
  private @Nullable String asOf;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "overrides a key of the configuration, such as lake=/data/lake or"
              + " spark.sql.shuffle.partitions=400; repeatable")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--master", paramLabel = "URL", description = "Spark master (default: local[*])")
  private @Nullable String master;

  @Nullable String master() {
    return master;
  }

  /** Whether the command line names a date, be it another one than the configuration's. */
  boolean isDated() {
    return asOf != null;
  }

  /** Reads the configuration; relative paths of the default one start at the product's home. */
  BaseConfig load() {
    return BaseFile.of(config).load(overrides());
  }

  /** The same for another as-of date. */
  BaseConfig load(LocalDate date) {
    List<String> all = new ArrayList<>(overrides());
    all.add("as_of=" + date);
    return BaseFile.of(config).load(all);
  }

  /** What the command line lays over the configuration. */
  List<String> overrides() {
    List<String> all = new ArrayList<>(overrides);
    if (asOf != null) {
      all.add("as_of=" + asOf);
    }
    return all;
  }

  /** The given file; null for the one that ships. */
  @Nullable Path config() {
    return config;
  }

  /** The as-of date, which must be given somewhere: no result depends on the clock. */
  static LocalDate asOf(BaseConfig config) {
    LocalDate date = config.asOf();
    if (date == null) {
      throw new ConfigurationException(
          "No as-of date. Give one with --as-of 2025-01-31, or as_of: in the configuration.");
    }
    return date;
  }

  /** The date that an option gives. */
  static LocalDate date(String option, String text) {
    try {
      return LocalDate.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new ConfigurationException(
          option + ": '" + text + "' is no date. Write it as 2025-01-31.", e);
    }
  }

  /** The schemes that the configuration may name. */
  SchemeLibrary schemes() {
    return BaseFile.of(config).schemes();
  }

  /** A path beside the given configuration; in the working directory without one. */
  Path beside(String name) {
    return config == null ? Path.of(name) : config.resolveSibling(name);
  }
}

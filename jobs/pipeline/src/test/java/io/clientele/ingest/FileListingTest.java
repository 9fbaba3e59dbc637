package io.clientele.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.config.SchemaChanges;
import io.clientele.config.SourceConfig;
import io.clientele.config.SourceFormat;
import io.clientele.failure.ConfigurationException;
import io.clientele.failure.DataRefusedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files a source consists of, and when they are the same. */
class FileListingTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path directory;

  @Test
  void a_link_that_leads_round_in_a_circle_is_an_error_that_names_it() throws IOException {
    write("in/deep/a.csv", "1");
    Path loop =
        Files.createSymbolicLink(directory.resolve("in/deep/again"), directory.resolve("in"));

    assertThatThrownBy(() -> listing("in"))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining(loop + " is a link to " + real("in") + ", in which it lies")
        .hasMessageContaining("Remove the link");

    // Above the source, it leads to it from outside.
    Files.delete(loop);
    Files.createSymbolicLink(loop, directory);
    assertThatThrownBy(() -> listing("in"))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("in which it lies");
  }

  @Test
  void a_file_is_read_once_by_its_own_name_whatever_links_lead_to_it() throws IOException {
    write("in/day=1/a.csv", "1");
    write("elsewhere/b.csv", "2");
    Files.createSymbolicLink(directory.resolve("in/a_latest"), directory.resolve("in/day=1"));
    Files.createSymbolicLink(directory.resolve("in/copy.csv"), directory.resolve("in/day=1/a.csv"));
    Files.createSymbolicLink(directory.resolve("in/more"), directory.resolve("elsewhere"));

    FileListing listing = listing("in");

    assertThat(names(listing)).containsExactly("in/day=1/a.csv", "in/more/b.csv");
    assertThat(listing.notes())
        .hasSize(2)
        .anyMatch(note -> note.contains("in/a_latest is ") && note.contains("in/day=1 once more"))
        .anyMatch(note -> note.contains("in/copy.csv is ") && note.contains("a.csv once more"));
  }

  @Test
  void a_link_to_nothing_is_an_error() throws IOException {
    write("in/a.csv", "1");
    Files.createSymbolicLink(directory.resolve("in/b.csv"), directory.resolve("gone.csv"));

    assertThatThrownBy(() -> listing("in"))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("in/b.csv links to a file that is not there");
  }

  @Test
  void files_of_other_endings_are_left_out_of_directories_and_named() throws IOException {
    for (String name :
        List.of(
            "a.csv",
            "B.CSV.gz",
            "c.txt",
            "a.csv.bak",
            "a.csv~",
            "README.txt",
            "notes.docx",
            "d.csv.tmp",
            "_SUCCESS",
            ".a.csv.crc")) {
      write("in/" + name, name);
    }

    FileListing listing = listing("in");

    assertThat(names(listing)).containsExactly("in/B.CSV.gz", "in/a.csv", "in/c.txt");
    assertThat(listing.notes())
        .singleElement()
        .satisfies(
            note ->
                assertThat(note)
                    .startsWith("sources.transactions: 5 files left out, not named as csv")
                    .contains("README.txt", "a.csv.bak", "a.csv~", "d.csv.tmp", "notes.docx")
                    .doesNotContain("_SUCCESS"));
    assertThat(names(listing("in/*"))).isEqualTo(names(listing));
  }

  @Test
  void what_is_named_is_read_and_so_is_everything_where_no_name_tells() throws IOException {
    write("in/a.csv", "1");
    write("in/a.csv.bak", "2");
    write("parts/part-00000", "3");
    write("parts/part-00001", "4");
    write("parts/part-00001.bak", "5");
    write("old/a.csv.bak", "6");

    assertThat(names(listing("in/a.csv.bak"))).containsExactly("in/a.csv.bak");
    assertThat(names(listing("in/*.bak"))).containsExactly("in/a.csv.bak");
    assertThat(names(listing("parts"))).containsExactly("parts/part-00000", "parts/part-00001");
    assertThatThrownBy(() -> listing("old"))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("holds no data file; left out, not named as csv")
        .hasMessageContaining("a.csv.bak. Rename them, or name one as path");
  }

  @Test
  void copies_in_one_directory_are_noted_and_equal_sizes_are_not() throws IOException {
    write("in/x.csv", "1,2");
    write("in/x (1).csv", "1,2");
    write("in/y.csv", "1,3");
    write("in/other/x.csv", "1,2");

    FileListing listing = listing("in");

    assertThat(listing.files()).hasSize(4);
    assertThat(listing.copies("k"))
        .singleElement()
        .satisfies(
            note ->
                assertThat(note)
                    .contains(
                        "x (1).csv", "x.csv are the same byte for byte, and each of them counts")
                    .doesNotContain("y.csv", "other"));
  }

  @Test
  void a_file_that_was_only_touched_is_the_same_input_and_one_that_changed_is_not()
      throws IOException {
    Path file = write("in/a.csv", "1,2");
    FileTime before = Files.getLastModifiedTime(file);
    InputManifest first = manifest("in");
    String fingerprint = first.fingerprint();

    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    InputManifest touched = manifest("in");
    assertThat(touched.fingerprint()).isEqualTo(fingerprint);
    assertThat(touched.entries()).isNotEqualTo(first.entries());

    Files.writeString(file, "1,3");
    Files.setLastModifiedTime(file, before);
    InputManifest changed = manifest("in");
    assertThat(changed.entries()).isEqualTo(first.entries());
    assertThat(changed.fingerprint()).isNotEqualTo(fingerprint);
  }

  @Test
  void beyond_a_gibibyte_files_are_not_read_and_their_times_count() throws IOException {
    Path file = write("in/a.csv", "1");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((1L << 30) + 1);
    }
    String fingerprint = manifest("in").fingerprint();
    assertThat(manifest("in").fingerprint()).isEqualTo(fingerprint);

    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    assertThat(manifest("in").fingerprint()).isNotEqualTo(fingerprint);
  }

  @ParameterizedTest
  @CsvSource({
    "in, in/lake, true",
    "in, in, true",
    "lake/in, lake, true",
    "in/*, in/lake, true",
    "'i{n,m}/*', in/lake/deeper, true",
    "linked, in/lake, true",
    "in, linked/lake, true",
    "in/*.csv, in/lake, false",
    "in/a.csv, in/lake, false",
    "in, inside, false",
    "in, out/lake, false"
  })
  void a_lake_and_a_source_lie_apart(String source, String lake, boolean refused)
      throws IOException {
    write("in/a.csv", "1");
    Files.createSymbolicLink(directory.resolve("linked"), directory.resolve("in"));

    if (refused) {
      assertThatThrownBy(() -> place(source, lake))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("sources.transactions.path and lake")
          .hasMessageContaining("lie in each other");
    } else {
      assertThatCode(() -> place(source, lake)).doesNotThrowAnyException();
    }
  }

  private void place(String source, String lake) {
    LakePlacement.check(
        "sources.transactions",
        directory.resolve(source).toString(),
        directory.resolve(lake).toString(),
        HADOOP);
  }

  private FileListing listing(String path) {
    return FileListing.of(config(path), HADOOP);
  }

  private InputManifest manifest(String path) {
    return listing(path).manifest(path);
  }

  private SourceConfig config(String path) {
    return new SourceConfig(
        "transactions",
        SourceFormat.CSV,
        directory.resolve(path).toString(),
        null,
        Map.of(),
        "a STRING",
        null,
        new SchemaChanges(
            SchemaChanges.Policy.RECORD, SchemaChanges.Policy.RECORD, SchemaChanges.Policy.REFUSE),
        List.of());
  }

  private List<String> names(FileListing listing) {
    return Arrays.stream(listing.paths())
        .map(
            name ->
                name.substring(
                    name.indexOf(directory.toString()) + directory.toString().length() + 1))
        .toList();
  }

  private String real(String path) throws IOException {
    return directory.resolve(path).toRealPath().toString();
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}

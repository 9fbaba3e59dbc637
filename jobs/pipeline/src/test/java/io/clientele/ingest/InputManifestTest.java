package io.clientele.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InputManifestTest {
  @Test
  void packed_files_and_those_of_lookups_count_as_what_their_rows_would_be_as_text() {
    InputManifest plain = files("/a/x.csv|100|1", "/a/odd|name.csv|7|1");
    InputManifest packed = files("/a/x.csv.gz|10|1", "/a/part-0.parquet|5|1", "/a/unnamed|1|1");

    assertThat(plain.textBytes()).hasValue(107);
    assertThat(packed.textBytes()).hasValue(8 * 16);
    assertThat(plain.with(List.of(packed)).textBytes()).hasValue(107 + 8 * 16);
  }

  @Test
  void what_is_not_in_files_does_not_tell() {
    InputManifest table = new InputManifest("delta", "t", List.of("version 1", "now"));

    assertThat(table.textBytes()).isEmpty();
    assertThat(files("/a/x.csv|100|1").with(List.of(table)).textBytes()).isEmpty();
  }

  private static InputManifest files(String... entries) {
    return new InputManifest("files", "/a", List.of(entries));
  }
}

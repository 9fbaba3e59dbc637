package io.clientele.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void without_any_variable_the_notebooks_look_at_the_samples() {
    Settings settings = Settings.of(Map.of());

    assertThat(settings.file().shipped()).isTrue();
    assertThat(settings.overrides()).isEmpty();
    assertThat(settings.master()).isNull();
    assertThat(settings.scratch()).endsWith("lake/notebooks");
    assertThat(settings.file().load(settings.overrides()).base()).isEqualTo("samples");
  }

  @Test
  void one_variable_points_them_at_another_base() {
    Settings settings = Settings.of(Map.of("CLIENTELE_CONFIG", "conf/my-shop.yaml"));

    assertThat(settings.file().shipped()).isFalse();
    assertThat(settings.file().file()).isEqualTo(Path.of("conf/my-shop.yaml"));
  }

  @Test
  void overrides_are_lines_and_empty_variables_count_as_absent() {
    Settings settings =
        Settings.of(
            Map.of(
                "CLIENTELE_CONFIG", " ",
                "CLIENTELE_MASTER", "",
                "CLIENTELE_LAKE", "s3a://lake/notebooks",
                "CLIENTELE_SET", "data=/data/a b\n\nclusters.k=4"));

    assertThat(settings.file().shipped()).isTrue();
    assertThat(settings.master()).isNull();
    assertThat(settings.scratch()).isEqualTo("s3a://lake/notebooks");
    assertThat(settings.overrides()).containsExactly("data=/data/a b", "clusters.k=4");
  }
}

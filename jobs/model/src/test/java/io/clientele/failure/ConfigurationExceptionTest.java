package io.clientele.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ConfigurationExceptionTest {

  @Test
  void a_place_that_does_not_let_itself_be_used_is_named_with_the_reason_and_the_way_out() {
    IOException refused = new IOException("Permission denied");

    ConfigurationException failure =
        ConfigurationException.unreachable("lake: /data/lake", "cleaned", refused);

    assertThat(failure)
        .hasMessage(
            "lake: /data/lake cannot be cleaned (Permission denied). See that it is there, that it"
                + " can be reached from here, and that you have the right to do so.")
        .hasCause(refused);
    assertThat(failure.exitCode()).isEqualTo(2);
  }

  @Test
  void a_reason_that_only_repeats_the_place_gives_way_to_its_kind() {
    assertThat(
            ConfigurationException.unreachable(
                "schemes: /a/b.yaml", "read", new NoSuchFileException("/a/b.yaml")))
        .hasMessageContaining("cannot be read (NoSuchFileException). See");
    assertThat(ConfigurationException.unreachable("lake: x", "read", new IOException()))
        .hasMessageContaining("(IOException)");
  }
}

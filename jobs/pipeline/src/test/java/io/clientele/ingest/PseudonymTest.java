package io.clientele.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.failure.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pseudonyms and their key. */
class PseudonymTest {
  private static final String SECRET = "sixteen bytes !!";

  @TempDir Path directory;

  /** RFC 4231, test cases 1, 2, 3, 4, 6 and 7: key, data, HMAC-SHA-256. */
  @ParameterizedTest
  @CsvSource({
    "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265,"
        + " b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f,"
        + " 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, dd*50,"
        + " 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    "0102030405060708090a0b0c0d0e0f10111213141516171819, cd*50,"
        + " 82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    "aa*131, 54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d20"
        + "48617368204b6579204669727374,"
        + " 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    "aa*131, 5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d"
        + "73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a652064617461"
        + "2e20546865206b6579206e6565647320746f20626520686173686564206265666f7265206265696e6720"
        + "757365642062792074686520484d414320616c676f726974686d2e,"
        + " 9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
  })
  void it_is_the_hmac_of_the_standard(String key, String data, String expected) {
    assertThat(Pseudonym.hmac(bytes(key), bytes(data))).isEqualTo(expected);
  }

  @Test
  void the_key_comes_from_a_variable_or_a_file_and_nothing_of_blank_text() throws IOException {
    Path file = directory.resolve("key");
    Files.writeString(file, SECRET + "\n");

    Pseudonym own = Pseudonym.of(Map.of(Pseudonym.KEY, SECRET));
    Pseudonym filed = Pseudonym.of(Map.of(Pseudonym.KEY_FILE, file.toString()));

    assertThat(own.call("anna"))
        .isEqualTo(filed.call("anna"))
        .isEqualTo(
            Pseudonym.hmac(
                SECRET.getBytes(StandardCharsets.UTF_8), "anna".getBytes(StandardCharsets.UTF_8)));
    assertThat(own.call(null)).isNull();
    assertThat(own.call(" ")).isNull();
    assertThat(own.toString()).doesNotContain(SECRET);
  }

  @Test
  void another_key_is_another_result_and_says_nothing_of_the_key() {
    Map<String, String> one = Map.of(Pseudonym.KEY, SECRET);
    Map<String, String> other = Map.of(Pseudonym.KEY, SECRET + "!");

    assertThat(Pseudonym.fingerprint("columns={customer_id=pseudonym(id)}", one))
        .hasValueSatisfying(print -> assertThat(print).matches("[0-9a-f]{16}"))
        .isNotEqualTo(Pseudonym.fingerprint("columns={customer_id=pseudonym(id)}", other));
    assertThat(Pseudonym.fingerprint("columns={customer_id=id}", one)).isEmpty();
    assertThat(Pseudonym.fingerprint("pseudonym", Map.of())).isEmpty();
  }

  @Test
  void a_key_that_is_missing_short_doubled_or_unreadable_is_said_without_it() {
    refused(Map.of(), "needs a key: set CLIENTELE_PSEUDONYM_KEY to a secret of at least 16 bytes");
    refused(
        Map.of(Pseudonym.KEY, "tell-nobody"),
        "CLIENTELE_PSEUDONYM_KEY holds 11 bytes; a key for pseudonym() has at least 16");
    refused(Map.of(Pseudonym.KEY, SECRET, Pseudonym.KEY_FILE, "x"), "are both set");
    refused(
        Map.of(Pseudonym.KEY_FILE, directory.resolve("none").toString()),
        "CLIENTELE_PSEUDONYM_KEY_FILE: " + directory.resolve("none") + " cannot be read");
  }

  private static void refused(Map<String, String> environment, String message) {
    assertThatThrownBy(() -> Pseudonym.of(environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("tell-nobody")
        .hasMessageNotContaining(SECRET);
  }

  private static byte[] bytes(String hex) {
    String[] repeated = hex.split("\\*");
    String all = repeated.length == 1 ? hex : repeated[0].repeat(Integer.parseInt(repeated[1]));
    return HexFormat.of().parseHex(all);
  }
}

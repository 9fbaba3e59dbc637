package io.clientele.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.config.BaseConfig;
import io.clientele.scheme.Scheme;
import io.clientele.scheme.SchemeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies of several schemes that one customer can fall under. */
class PolicyCheckTest {
  @TempDir Path directory;

  @Test
  void a_strong_offer_and_a_farewell_for_one_customer_are_told_with_an_example() {
    keeping("lost", "recency_days >= 90");
    parting("loses", "monetary < 10");

    List<Finding> findings = between("");

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).kind()).isEqualTo(Finding.Kind.POLICY);
    assertThat(findings.get(0).text())
        .contains("keeping.lost", "parting.loses", "precedence: [parting, keeping]")
        .contains("recency_days = ", "monetary = ");
  }

  @Test
  void who_cannot_be_in_both_is_no_contradiction() {
    keeping("lost", "recency_days >= 90");
    parting("recent", "recency_days < 90");

    assertThat(between("")).isEmpty();
  }

  @Test
  void a_link_between_features_is_known() {
    keeping("lost", "recency_days > 365");
    parting("buys", "frequency_365d >= 1");

    assertThat(between("")).as("who bought within 365 days is not silent for longer").isEmpty();
  }

  @Test
  void an_earlier_rule_takes_the_customers_away() {
    write(
        "keeping",
        "  - {name: dead, when: recency_days >= 365}\n"
            + "  - {name: lost, when: recency_days >= 90, policy: {offer: strong}}\n");
    parting("old", "recency_days >= 365");

    assertThat(between("")).isEmpty();
  }

  @Test
  void a_rule_that_asks_the_other_scheme_is_told_its_segment() {
    keeping("lost", "recency_days >= 90");
    parting("loses", "keeping <> 'lost' AND monetary < 10");
    assertThat(between("")).isEmpty();

    parting("loses", "keeping = 'lost' AND monetary < 10");
    assertThat(between("")).hasSize(1);
  }

  @Test
  void a_weaker_offer_is_no_contradiction() {
    write("keeping", "  - {name: lost, when: recency_days >= 90, policy: {offer: standard}}\n");
    parting("loses", "monetary < 10");

    assertThat(between("")).isEmpty();
  }

  @Test
  void precedence_settles_it_and_names_schemes_that_are_there() {
    keeping("lost", "recency_days >= 90");
    parting("loses", "monetary < 10");

    assertThat(between("precedence: [parting, keeping]")).isEmpty();
    assertThat(between("precedence: [parting]")).hasSize(1);
    assertThatThrownBy(() -> between("precedence: [partin, keeping]"))
        .hasMessageContaining("precedence: 'partin' is none of schemes; did you mean 'parting'?");
  }

  @Test
  void the_shipped_schemes_need_a_precedence_and_the_shipped_configuration_has_it()
      throws IOException {
    Path home = Path.of(System.getProperty("clientele.home", "../..")).toAbsolutePath();
    for (String file : List.of("clientele.yaml", "examples/complete-journey.yaml")) {
      BaseConfig config =
          BaseConfig.parse(file, Files.readString(home.resolve("conf/" + file)), List.of());
      List<Scheme> schemes = new SchemeLibrary(null).load(config);

      assertThat(PolicyCheck.between(schemes, config.precedence())).isEmpty();
      assertThat(PolicyCheck.between(schemes, List.of()))
          .extracting(Finding::segments)
          .containsExactly(List.of("regular_lost", "unprofitable_disloyal"));
    }
  }

  private void keeping(String segment, String when) {
    write("keeping", "  - {name: " + segment + ", when: " + when + ", policy: {offer: strong}}\n");
  }

  private void parting(String segment, String when) {
    write(
        "parting",
        "  - {name: " + segment + ", when: " + when + ", policy: {exit_after_days: 180}}\n");
  }

  private void write(String scheme, String segments) {
    try {
      Files.writeString(
          directory.resolve(scheme + ".yaml"),
          "scheme: " + scheme + "\nsegments:\n" + segments + "otherwise: rest\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Finding> between(String precedence) {
    BaseConfig config =
        BaseConfig.parse(
            "test.yaml",
            """
            base: shop
            currency: EUR
            lake: lake
            sources:
              transactions:
                format: parquet
                path: lines
                columns: {order_id: o, customer_id: c, ordered_at: d, revenue: r}
            schemes: [keeping, parting]
            """
                + precedence
                + "\n",
            List.of());
    return PolicyCheck.between(new SchemeLibrary(directory).load(config), config.precedence());
  }
}

package io.clientele.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.feature.Features;
import io.clientele.feature.Span;
import io.clientele.rule.Vocabulary;
import io.clientele.scheme.Population;
import io.clientele.support.SharedData;
import io.clientele.support.Sparks;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class DomainConstraintsTest {
  private static final Vocabulary WORDS =
      Vocabulary.ofCustomers(Features.declared(Span.of(List.of(365))).all());

  /** Spark judges: an axiom that a published customer breaks would hide findings. */
  @Test
  void no_customer_of_the_samples_breaks_an_axiom() {
    Dataset<Row> customers =
        golden("customer_features").join(golden("customer_segments"), "customer_id").persist();
    Set<String> columns = new LinkedHashSet<>(List.of(customers.columns()));
    columns.retainAll(WORDS.names());

    List<String> axioms = DomainConstraints.about(columns, WORDS, Population.CUSTOMERS, 5);

    assertThat(customers.filter("frequency = 0").count()).isPositive();
    assertThat(axioms).hasSizeGreaterThan(60);
    for (String axiom : axioms) {
      assertThat(customers.filter("NOT (" + axiom + ")").count()).as(axiom).isZero();
    }
    customers.unpersist();
  }

  @Test
  void what_links_two_features_counts_where_no_rule_mentions_it() {
    assertThat(
            DomainConstraints.about(
                Set.of("recency_days", "purchase_days"), WORDS, Population.CUSTOMERS, 5))
        .contains("recency_days <= tenure_days", "purchase_days <= frequency")
        .doesNotContain("frequency >= 1");
    assertThat(DomainConstraints.about(Set.of("monetary_score"), WORDS, Population.BUYERS, 4))
        .containsExactly(
            "(monetary_score IS NULL) = (frequency = 0)",
            "monetary_score BETWEEN 1 AND 4",
            "frequency >= 1");
  }

  private static Dataset<Row> golden(String table) {
    return Sparks.toys()
        .read()
        .option("header", true)
        .option("inferSchema", true)
        .option("nullValue", "∅")
        .csv(SharedData.home().resolve("data-samples/golden/" + table + ".csv").toString())
        .drop("base", "as_of")
        // The last line stands for all customers that are not shown.
        .filter("customer_id LIKE 'C%'");
  }
}

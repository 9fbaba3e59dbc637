package io.clientele.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BucketsTest {

  @Property(tries = 5000)
  void buckets_never_decrease(@ForAll long a, @ForAll long b) {
    long less = Math.min(a, b);
    long more = Math.max(a, b);

    assertThat(Buckets.of(less)).isLessThanOrEqualTo(Buckets.of(more));
  }

  @Test
  void small_counts_have_a_bucket_each() {
    for (int i = -127; i < 127; i++) {
      assertThat(Buckets.of(i)).isNotEqualTo(Buckets.of(i + 1));
    }
  }

  @Test
  void there_are_few_buckets_whatever_the_values() {
    assertThat(Buckets.of(Long.MAX_VALUE)).isLessThan(3_800);
    assertThat(Buckets.of(Long.MIN_VALUE)).isGreaterThan(-3_800);
    assertThat(Buckets.of(Long.MIN_VALUE)).isLessThanOrEqualTo(Buckets.of(Long.MIN_VALUE + 1));
  }
}

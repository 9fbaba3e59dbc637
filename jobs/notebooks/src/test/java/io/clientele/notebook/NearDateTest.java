package io.clientele.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearDateTest {
  private static final LocalDate LATEST = LocalDate.of(2025, 1, 1);

  @Test
  void of_monthly_snapshots_the_one_nearest_to_ninety_days_is_taken() {
    List<LocalDate> monthly =
        List.of(
            LATEST,
            LocalDate.of(2024, 12, 1),
            LocalDate.of(2024, 11, 1),
            LocalDate.of(2024, 10, 1),
            LocalDate.of(2024, 9, 1));

    assertThat(NearDate.before(LATEST, 90, monthly)).contains(LocalDate.of(2024, 10, 1));
  }

  @Test
  void a_date_more_than_a_third_off_is_none() {
    assertThat(NearDate.before(LATEST, 90, List.of(LATEST.minusDays(60)))).isPresent();
    assertThat(NearDate.before(LATEST, 90, List.of(LATEST.minusDays(59)))).isEmpty();
    assertThat(NearDate.before(LATEST, 90, List.of(LATEST.minusDays(120)))).isPresent();
    assertThat(NearDate.before(LATEST, 90, List.of(LATEST.minusDays(121)))).isEmpty();
  }

  @Test
  void neither_the_date_itself_nor_a_later_one_is_earlier() {
    assertThat(NearDate.before(LATEST, 2, List.of(LATEST, LATEST.plusDays(1)))).isEmpty();
    assertThat(NearDate.before(LATEST, 90, List.of())).isEmpty();
  }

  @Test
  void of_two_that_are_equally_near_the_earlier_is_taken_in_whatever_order_they_come() {
    LocalDate younger = LATEST.minusDays(80);
    LocalDate older = LATEST.minusDays(100);

    assertThat(NearDate.before(LATEST, 90, List.of(younger, older))).contains(older);
    assertThat(NearDate.before(LATEST, 90, List.of(older, younger))).contains(older);
  }
}

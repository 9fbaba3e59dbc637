package io.clientele.config;

/**
 * How far {@code segment_outlook} looks.
 *
 * @param days a change of segment later than that is not listed
 */
public record OutlookConfig(int days) {
  private static final Key DAYS =
      Key.integer(
              "days",
              1,
              3650,
              "how many days ahead segment_outlook looks for the segment that follows if nothing is"
                  + " bought")
          .orElse("90");

  static final Keys KEYS = Keys.of("outlook", "what comes next for a customer", DAYS);

  static OutlookConfig read(Section section) {
    OutlookConfig config = new OutlookConfig(section.integer(DAYS));
    section.close();
    return config;
  }
}

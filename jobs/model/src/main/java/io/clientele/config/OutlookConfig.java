package io.clientele.config;

/**
 * How far {@code segment_outlook} looks.
 *
 * @param days a change of segment later than that is not listed
 */
public record OutlookConfig(int days) {
  static OutlookConfig read(Section section) {
    OutlookConfig config = new OutlookConfig(section.integer("days", 90, 1, 3650));
    section.close();
    return config;
  }
}

package io.clientele.generate;

/** The kinds of customers in the mixture; who is which is known and written beside the data. */
enum Profile {
  /** Buys every three weeks, much. */
  CHAMPION(0.06, 21, 90, false),
  /** Buys every six weeks. */
  REGULAR(0.20, 45, 45, false),
  /** Was regular and stopped. */
  LAPSED(0.12, 40, 45, true),
  /** Buys two or three times a year. */
  OCCASIONAL(0.30, 150, 40, false),
  /** Bought once. */
  ONE_TIME(0.32, 100_000, 35, false);

  private final double share;
  private final int gapDays;
  private final int basket;
  private final boolean stops;

  Profile(double share, int gapDays, int basket, boolean stops) {
    this.share = share;
    this.gapDays = gapDays;
    this.basket = basket;
    this.stops = stops;
  }

  static Profile at(double position) {
    double upTo = 0;
    for (Profile profile : values()) {
      upTo += profile.share;
      if (position < upTo) {
        return profile;
      }
    }
    return ONE_TIME;
  }

  int gapDays() {
    return gapDays;
  }

  int basket() {
    return basket;
  }

  boolean stops() {
    return stops;
  }
}

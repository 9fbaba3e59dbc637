package io.clientele.config;

/**
 * What a run does when a source has other columns than in the run before. Either way the change is
 * recorded; a mapping that reads a column which is gone is refused in any case.
 *
 * @param appear a column that was not there
 * @param vanish a column that is gone
 * @param retype a column with another type
 */
public record SchemaChanges(Policy appear, Policy vanish, Policy retype) {

  /** What to do. */
  public enum Policy {
    /** Go on, and say so. */
    RECORD,
    /** Publish nothing. */
    REFUSE
  }

  static SchemaChanges read(Section section) {
    SchemaChanges changes =
        new SchemaChanges(
            section.choice("appear", Policy.RECORD, Policy.class),
            section.choice("vanish", Policy.RECORD, Policy.class),
            section.choice("retype", Policy.REFUSE, Policy.class));
    section.close();
    return changes;
  }
}

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

  /** Changes are noted with the run. */
  static final SchemaChanges RECORDED =
      new SchemaChanges(Policy.RECORD, Policy.RECORD, Policy.REFUSE);

  private static final Key APPEAR =
      Key.word("appear", Policy.RECORD, "what happens when the source has a column more");

  private static final Key VANISH =
      Key.word("vanish", Policy.RECORD, "what happens when a column is gone that nobody maps");

  private static final Key RETYPE =
      Key.word("retype", Policy.REFUSE, "what happens when a column has another type");

  static final Keys KEYS =
      Keys.of(
              "schema_changes",
              "what happens when the source's own columns are not those of the last published run:"
                  + " record notes it with the run, refuse ends the run with exit code 3",
              APPEAR,
              VANISH,
              RETYPE)
          .withoutEffect("it decides whether a run ends, not what it publishes");

  static SchemaChanges read(Section section) {
    SchemaChanges changes =
        new SchemaChanges(
            section.word(APPEAR, Policy.class),
            section.word(VANISH, Policy.class),
            section.word(RETYPE, Policy.class));
    section.close();
    return changes;
  }
}

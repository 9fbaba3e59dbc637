package io.clientele.spine;

import io.clientele.ingest.CheckedLines;
import io.clientele.ingest.LineContract;
import io.clientele.spark.Workspace;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where the lines of a run come from. */
public interface LineReading {
  /** The source itself: one pass. */
  LineReading SOURCE =
      new LineReading() {
        @Override
        public Dataset<Row> folded(Inputs inputs, LineContract contract) {
          CheckedLines lines = new CheckedLines(contract);
          return Folding.of(inputs, contract).of(lines.sorted());
        }

        @Override
        public Dataset<Row> refused(Inputs inputs, LineContract contract, Dataset<Row> conflicts) {
          return new CheckedLines(contract).quarantine(conflicts);
        }
      };

  /**
   * Where rows of databases are copied to.
   *
   * @param own of the run that asks
   */
  default Workspace landing(Workspace own) {
    return own;
  }

  /**
   * {@link io.clientele.customer.FoldedLines} rows of the lines before the as-of date, to be
   * materialised once. Shuffles may run at once, the fold runs when the rows are read.
   */
  Dataset<Row> folded(Inputs inputs, LineContract contract);

  /**
   * The refused lines with their reasons and their original text.
   *
   * @param conflicts the identities in conflict, one column
   */
  Dataset<Row> refused(Inputs inputs, LineContract contract, Dataset<Row> conflicts);
}

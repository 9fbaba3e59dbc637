package io.clientele.support;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The comparers of spark-testing-base over the shared session. */
public final class Comparers extends JavaDatasetSuiteBase implements Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public SparkSession spark() {
    return Sparks.session();
  }

  @Override
  public SparkContext sc() {
    return Sparks.session().sparkContext();
  }

  @Override
  public boolean enableHiveSupport() {
    return false;
  }

  /** The same rows in any order, with the same names and types. */
  public static void assertSameRows(Dataset<Row> expected, Dataset<Row> actual) {
    new Comparers().assertDataFrameNoOrderEquals(expected, actual);
  }
}

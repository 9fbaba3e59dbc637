package io.clientele.spark;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Parquet files read back as they were written: each file is one partition, in its order. Spark
 * itself cuts large files and puts small ones together, which would tear sorted rows apart.
 */
public final class WholeFiles {
  private WholeFiles() {}

  /** A path as readers take it that would else see a pattern in its name. */
  public static String literal(String path) {
    return path.replaceAll("[{}\\[\\]*?\\\\]", "\\\\$0");
  }

  /**
   * The rows of the files of a dataset.
   *
   * @param written what was read from a directory of Parquet files, without any operation on it
   */
  public static JavaRDD<InternalRow> of(Dataset<Row> written) {
    SparkSession session = written.sparkSession().newSession();
    // A file is read alone here: with one partition at least, and no more than its size allows.
    session.conf().set("spark.sql.files.minPartitionNum", "1");
    session.conf().set("spark.sql.files.maxPartitionBytes", Long.toString(Long.MAX_VALUE / 2));
    List<String> files = new ArrayList<>(Arrays.asList(written.inputFiles()));
    files.sort(null);
    List<JavaRDD<InternalRow>> parts = new ArrayList<>();
    for (String file : files) {
      String path = new Path(URI.create(file)).toString();
      Dataset<Row> rows = session.read().schema(written.schema()).parquet(literal(path));
      parts.add(Catalyst.plans(rows).toRdd().toJavaRDD());
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types.
    JavaRDD<InternalRow>[] all = parts.toArray(new JavaRDD[0]);
    return all.length == 0 ? context.emptyRDD() : context.union(all);
  }
}

package io.clientele.lake;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.jspecify.annotations.Nullable;

/**
 * The functions that queries may call: those that come with Spark and only compute. They are
 * allowed by the group in which Spark documents them. Left out are the groups whose options name
 * files (Avro, Protobuf, XML); of the miscellaneous each is named, because they hold reflection.
 */
final class QueryFunctions {
  private static final Set<String> GROUPS =
      Set.of(
          "agg_funcs",
          "array_funcs",
          "bitwise_funcs",
          "collection_funcs",
          "conditional_funcs",
          "conversion_funcs",
          "csv_funcs",
          "datetime_funcs",
          "generator_funcs",
          "hash_funcs",
          "json_funcs",
          "lambda_funcs",
          "map_funcs",
          "math_funcs",
          "predicate_funcs",
          "sketch_funcs",
          "st_funcs",
          "string_funcs",
          "struct_funcs",
          "url_funcs",
          "variant_funcs",
          "vector_funcs",
          "window_funcs");

  private static final Set<String> NAMES =
      Set.of(
          // Miscellaneous.
          "aes_decrypt",
          "aes_encrypt",
          "assert_true",
          "bitmap_bit_position",
          "bitmap_bucket_number",
          "bitmap_count",
          "current_catalog",
          "current_database",
          "current_schema",
          "current_user",
          "equal_null",
          "hll_sketch_estimate",
          "hll_union",
          "input_file_block_length",
          "input_file_block_start",
          "input_file_name",
          "monotonically_increasing_id",
          "raise_error",
          "session_user",
          "spark_partition_id",
          "try_aes_decrypt",
          "typeof",
          "user",
          "uuid",
          "version",
          // Those that give tables.
          "collations",
          "range",
          "sql_keywords",
          "variant_explode",
          "variant_explode_outer");

  private static final Map<String, String> GROUP_OF = groups();

  private QueryFunctions() {}

  /** Why a function cannot be called; null if it can. */
  static @Nullable String problem(String function) {
    String name = function.toLowerCase(Locale.ROOT);
    if (NAMES.contains(name)) {
      return null;
    }
    String group = GROUP_OF.get(name);
    if (group == null) {
      return "it is none of the functions that come with Spark";
    }
    return GROUPS.contains(group)
        ? null
        : "it can run code or read files, which is more than a query may";
  }

  private static Map<String, String> groups() {
    Map<String, String> groups = new HashMap<>();
    FunctionRegistry builtIn = FunctionRegistry.builtin();
    scala.collection.Iterator<FunctionIdentifier> functions = builtIn.listFunction().iterator();
    while (functions.hasNext()) {
      FunctionIdentifier function = functions.next();
      ExpressionInfo info = builtIn.lookupFunction(function).get();
      groups.put(function.funcName().toLowerCase(Locale.ROOT), info.getGroup());
    }
    return Map.copyOf(groups);
  }
}

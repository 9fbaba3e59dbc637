/**
 * The main job beside the same work written by hand for DuckDB: both read one Parquet file, every
 * column of what they publish is compared, and the time of each is told.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.benchmarks;

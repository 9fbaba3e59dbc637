/**
 * The lake: append-only partitions by base, as-of date and run, and one row that decides which run
 * counts. Readers see all of a run or nothing of it.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.lake;

/**
 * Exact order statistics of the whole base without a window over the whole base: values fall into
 * buckets by a fixed monotone function, bucket totals are carried over on the driver, and only the
 * inside of a bucket is ever sorted.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.ordering;

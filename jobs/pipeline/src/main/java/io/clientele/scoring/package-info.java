/**
 * Customers compared with each other: exact order statistics of the whole base without a window
 * over it, tie-safe scores, and the numbers of the base that rules name. Values fall into buckets
 * by a fixed monotone function, bucket totals are carried over on the driver, and only the buckets
 * that a query points at are sorted.
 */
@NullMarked
package io.clientele.scoring;

import org.jspecify.annotations.NullMarked;

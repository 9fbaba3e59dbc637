/**
 * Thresholds that a base proposes for itself: limits of the lifecycle from the time between
 * purchases, edges of the scores, and what either would do to the segments. Nothing here reads a
 * source or writes a table.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.calibrate;

/**
 * How well two divisions of the same customers agree, and how well one division separates points:
 * plain Java over counts and small arrays, no Spark. Every index names its range and what it is in
 * the degenerate cases.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.partition;

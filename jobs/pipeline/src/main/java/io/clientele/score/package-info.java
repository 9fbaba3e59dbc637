/**
 * Tie-safe scores: equal values get equal scores, the number of scores never shrinks, and the edges
 * are kept with the run.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.score;

/**
 * A run as typed steps: {@code Plan → Inputs → CustomerBase → ScoredBase → SegmentedBase}, and
 * {@link io.clientele.spine.Output}, which everything that is published implements.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.spine;

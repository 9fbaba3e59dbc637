/**
 * Where customers stand in the base or in their group of it: score edges, the edges of the rules'
 * cuts and the numbers of the base, found by this run or taken from an earlier snapshot.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.standing;

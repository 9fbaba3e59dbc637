/**
 * Why a customer is where it is: read from the rows of one run in the lake, decided again by that
 * run's own definitions.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.explain;

/**
 * What the optional sources tell of each customer and each lead as of one date, added up to one row
 * a party before it is joined: no join can multiply rows.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.fact;

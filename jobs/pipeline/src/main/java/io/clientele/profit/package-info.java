/**
 * What is left of the revenue, and for whom: waterfalls from revenue to contribution margin, why a
 * customer costs more than it brings, and where to invest.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.profit;

/**
 * How unequally money, orders and profit are spread over customers: Gini coefficient, top shares,
 * Lorenz and whale curves, ABC limits. Pure arithmetic over the answers of the order statistics.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.concentration;

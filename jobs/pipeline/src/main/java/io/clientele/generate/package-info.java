/**
 * Synthetic transactions of any size from a seed: a known mixture of customers, and, unless clean
 * data is wanted, a known number of every kind of trouble; beside them what else a shop knows.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.generate;

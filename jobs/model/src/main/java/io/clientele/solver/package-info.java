/**
 * Decides whether conditions over whole numbers, decimals and yes-or-no facts can hold together: an
 * exact simplex below a search over the conditions. Knows nothing of customers and schemes.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.solver;

/**
 * From lines to customers: one pass folds each customer's lines, in order, into exact whole-number
 * totals; the declared features are formulas over those totals.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.feature;

/**
 * From lines to customers: one pass folds each customer's lines, in order, into exact whole-number
 * totals. What optional sources say is added up to one row a party before it is joined, so that no
 * join can multiply rows.
 */
@NullMarked
package io.clientele.customer;

import org.jspecify.annotations.NullMarked;

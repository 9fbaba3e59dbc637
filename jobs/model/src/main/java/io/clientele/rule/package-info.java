/**
 * The language of rules: Spark's grammar read into a small expression tree of our own, an
 * allow-list, typed parameters, and its translation to columns.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.rule;

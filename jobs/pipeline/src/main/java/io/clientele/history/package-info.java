/** Earlier runs of a base: the one reader of them, and what later runs take from them. */
@org.jspecify.annotations.NullMarked
package io.clientele.history;

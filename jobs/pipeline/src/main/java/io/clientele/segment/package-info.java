/**
 * Schemes are data: files of rules over declared features. Rules are parsed into a small expression
 * tree of our own, checked against the declarations, and compiled to columns.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.segment;

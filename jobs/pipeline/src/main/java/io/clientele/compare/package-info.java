/** Clusters against rules, read from the lake: words, tables, pictures and a draft scheme. */
@org.jspecify.annotations.NullMarked
package io.clientele.compare;

/**
 * Opens the configured source: pins exactly which files or which table version are read, checks
 * headers, and gives text its declared types without losing the text.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.source;

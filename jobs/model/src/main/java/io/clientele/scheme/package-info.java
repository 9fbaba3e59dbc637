/**
 * Schemes are data: files of rules over declared features. They are read, checked against the
 * declarations, put into the order in which they need each other, and compiled to columns.
 */
@NullMarked
package io.clientele.scheme;

import org.jspecify.annotations.NullMarked;

/**
 * From sources to classified lines. A source is pinned to exactly the files or the version that are
 * read; every line is mapped, checked and put into exactly one class; what breaks the contract is
 * refused with all its reasons, never dropped and never guessed at.
 */
@NullMarked
package io.clientele.ingest;

import org.jspecify.annotations.NullMarked;

/**
 * The input contract: every line of a source is mapped, checked and put into exactly one class;
 * what breaks the contract is refused with all its reasons, never dropped and never fatal.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.quality;

/** The failures a caller acts on differently, each with the exit code of the command line. */
@org.jspecify.annotations.NullMarked
package io.clientele.failure;

/** Puts the steps together: one run from the pinned input to the moved pointer, and its report. */
@org.jspecify.annotations.NullMarked
package io.clientele.run;

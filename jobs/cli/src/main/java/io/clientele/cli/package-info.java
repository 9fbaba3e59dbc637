/** The command line: reads arguments, calls the jobs, prints for people and for scripts. */
@org.jspecify.annotations.NullMarked
package io.clientele.cli;

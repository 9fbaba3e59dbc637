/** What every run publishes, one class an output. */
@org.jspecify.annotations.NullMarked
package io.clientele.output;

/**
 * The scheme compiler: what can be said of the rules of a scheme before any data are read. Rules
 * become conditions over one unknown customer, and the solver decides which can hold together.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.analysis;

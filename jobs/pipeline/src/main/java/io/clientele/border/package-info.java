/**
 * Where the segments of single customers end: how far one feature would have to move, the others
 * held, before a scheme says something else.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.border;

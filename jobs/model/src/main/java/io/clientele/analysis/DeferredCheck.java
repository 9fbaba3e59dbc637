package io.clientele.analysis;

/**
 * A question that only data can answer.
 *
 * @param kind OVERLAP: whether both rules hold for somebody; GAP: whether nobody's rule holds for
 *     somebody; UNREACHABLE: whether somebody is left for the first rule
 * @param first the number of a rule from 0; the number of rules for a gap
 * @param second the number of the other rule; the same as the first where there is none
 */
public record DeferredCheck(Finding.Kind kind, int first, int second) {}

package io.clientele.generate;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * What is to be generated.
 *
 * @param seed the same seed gives the same lines, on any machine
 * @param customers how many customers
 * @param from first day
 * @param to the day after the last
 * @param trouble whether broken, late, duplicate and anonymous lines are mixed in
 */
public record Recipe(long seed, long customers, LocalDate from, LocalDate to, boolean trouble)
    implements Serializable {}

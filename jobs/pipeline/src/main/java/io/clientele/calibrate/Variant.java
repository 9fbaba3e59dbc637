package io.clientele.calibrate;

import org.apache.spark.sql.Column;

/**
 * One way to divide the customers.
 *
 * @param subject what is divided by: a scheme or a score
 * @param name which way, such as {@code now}
 * @param value the part that a customer is in; null for those who are in none
 */
public record Variant(String subject, String name, Column value) {}

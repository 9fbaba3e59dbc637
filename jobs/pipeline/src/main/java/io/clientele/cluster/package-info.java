/**
 * Clusters of customers: a sample that depends on ids only, exact scaling on it, fits by Spark ML
 * on one sorted partition, numbers that stay, and a pure function that gives every customer of the
 * base its cluster.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.cluster;

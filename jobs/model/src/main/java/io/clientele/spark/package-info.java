/**
 * What the product needs of Spark beneath its public API: what differs between its versions, in one
 * class with one source folder for each, and where a run keeps intermediate rows.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.spark;

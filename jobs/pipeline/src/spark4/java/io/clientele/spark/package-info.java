/**
 * What differs between Spark versions: one class, in one source folder for each version. Everything
 * else in the product compiles unchanged on all of them.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.spark;

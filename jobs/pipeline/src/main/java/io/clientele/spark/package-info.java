/**
 * What is asked of Catalyst, Spark's own language of expressions. What differs between Spark
 * versions is one class, in one source folder for each version; everything else in the product
 * compiles unchanged on all of them.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.spark;

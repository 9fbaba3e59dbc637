/**
 * What the user wrote, parsed once into immutable records. Every value knows the file and line it
 * came from; all problems are collected and reported together, each with the nearest known key.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.config;

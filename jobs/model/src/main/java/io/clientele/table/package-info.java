/**
 * The shape of everything that is published: one holder a table, with its grain, key and the name,
 * type, unit and meaning of every column. Schemas, comments in the lake and docs/tables.md come
 * from here.
 */
@org.jspecify.annotations.NullMarked
package io.clientele.table;

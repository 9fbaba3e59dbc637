/** What the notebooks stand on: a session over a base's lake, tables and pictures for a page. */
@org.jspecify.annotations.NullMarked
package io.clientele.notebook;

/** What changed between two snapshots: moves with money, growth, key figures against goals. */
@org.jspecify.annotations.NullMarked
package io.clientele.migration;

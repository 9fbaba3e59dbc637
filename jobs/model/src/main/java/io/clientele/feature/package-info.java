/**
 * The declarations of features: each one once, with its type, unit, layer and formula over the
 * whole-number totals that the fold keeps.
 */
@NullMarked
package io.clientele.feature;

import org.jspecify.annotations.NullMarked;

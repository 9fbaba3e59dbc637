/**
 * Schemes applied to customers and leads: values of attribute schemes, segments of leads, and the
 * sums of every segment.
 */
@NullMarked
package io.clientele.segment;

import org.jspecify.annotations.NullMarked;

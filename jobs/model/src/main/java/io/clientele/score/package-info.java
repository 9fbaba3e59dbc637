/** The scores of buyers: what they are of, and in which direction better is. */
@NullMarked
package io.clientele.score;

import org.jspecify.annotations.NullMarked;

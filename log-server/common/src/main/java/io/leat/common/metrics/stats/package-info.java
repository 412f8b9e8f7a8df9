/** Statistics over the values that sensors record. */
@NullMarked
package io.leat.common.metrics.stats;

import org.jspecify.annotations.NullMarked;

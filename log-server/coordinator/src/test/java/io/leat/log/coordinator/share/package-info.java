@NullMarked
package io.leat.log.coordinator.share;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.leat.log.coordinator.group.share;

import org.jspecify.annotations.NullMarked;

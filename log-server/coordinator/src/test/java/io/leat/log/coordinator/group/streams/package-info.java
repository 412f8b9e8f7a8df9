@NullMarked
package io.leat.log.coordinator.group.streams;

import org.jspecify.annotations.NullMarked;

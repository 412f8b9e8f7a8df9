@NullMarked
package io.leat.log.coordinator.group.consumer;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.leat.log.coordinator.group.assignment;

import org.jspecify.annotations.NullMarked;

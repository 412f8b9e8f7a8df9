@NullMarked
package io.leat.log.coordinator.group;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.leat.log.coordinator.transaction;

import org.jspecify.annotations.NullMarked;

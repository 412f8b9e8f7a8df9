@NullMarked
package io.leat.log.coordinator;

import org.jspecify.annotations.NullMarked;

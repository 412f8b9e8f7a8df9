/** What share groups have delivered of each partition: the share coordinator (KIP-932). */
@NullMarked
package io.leat.log.coordinator.share;

import org.jspecify.annotations.NullMarked;

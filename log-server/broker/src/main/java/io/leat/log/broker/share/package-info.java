/** Share groups: what leaders hand out, take back and hand out again (KIP-932). */
@NullMarked
package io.leat.log.broker.share;

import org.jspecify.annotations.NullMarked;

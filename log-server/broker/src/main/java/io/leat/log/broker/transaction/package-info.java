/** Handlers of producer ids and transactions. */
@NullMarked
package io.leat.log.broker.transaction;

import org.jspecify.annotations.NullMarked;

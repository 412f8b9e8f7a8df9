/** Who a client is, and what it may do. */
@NullMarked
package io.leat.log.broker.security;

import org.jspecify.annotations.NullMarked;

/** Who connects, and how: TLS settings, SASL mechanisms of both sides, logins of clients. */
@NullMarked
package io.leat.log.security;

import org.jspecify.annotations.NullMarked;

/**
 * The messages: one record for each request, response, log record and embedded structure of the
 * protocol, generated from {@code src/main/schema}.
 */
@NullMarked
package io.leat.log.protocol.message;

import org.jspecify.annotations.NullMarked;

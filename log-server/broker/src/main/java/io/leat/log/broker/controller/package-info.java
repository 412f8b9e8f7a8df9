/** Requests only the active controller decides, and who of the brokers is alive. */
@NullMarked
package io.leat.log.broker.controller;

import org.jspecify.annotations.NullMarked;

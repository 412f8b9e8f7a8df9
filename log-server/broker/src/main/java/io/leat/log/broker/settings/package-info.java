/** Requests that read and change settings. */
@NullMarked
package io.leat.log.broker.settings;

import org.jspecify.annotations.NullMarked;

/** Requests that make, grow and delete topics. */
@NullMarked
package io.leat.log.broker.topic;

import org.jspecify.annotations.NullMarked;

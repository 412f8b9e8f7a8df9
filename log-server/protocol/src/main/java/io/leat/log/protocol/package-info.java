/** The Kafka wire protocol: readers and writers of primitive values, API keys, error codes. */
@NullMarked
package io.leat.log.protocol;

import org.jspecify.annotations.NullMarked;

/** How much clients may take of a broker, and what becomes of those that take more. */
@NullMarked
package io.leat.log.broker.quota;

import org.jspecify.annotations.NullMarked;

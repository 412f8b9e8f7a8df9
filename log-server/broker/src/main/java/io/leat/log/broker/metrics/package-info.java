/** What a broker counts, each loop for itself, and how it is added up when somebody asks. */
@NullMarked
package io.leat.log.broker.metrics;

import org.jspecify.annotations.NullMarked;

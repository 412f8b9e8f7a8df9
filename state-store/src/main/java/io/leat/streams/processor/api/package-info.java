/** What stores and processors see of the record that is being processed. */
@NullMarked
package io.leat.streams.processor.api;

import org.jspecify.annotations.NullMarked;

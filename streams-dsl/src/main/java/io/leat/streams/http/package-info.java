/**
 * Queries of stores over HTTP: keys are answered by whatever instance has them, ranges by all.
 * Internal, but for {@link io.leat.streams.http.PositionToken}.
 */
@NullMarked
package io.leat.streams.http;

import org.jspecify.annotations.NullMarked;

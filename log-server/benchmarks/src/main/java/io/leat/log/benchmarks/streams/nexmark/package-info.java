/** Queries of the NEXMark benchmark that fit the DSL, their input, and what must come out. */
@NullMarked
package io.leat.log.benchmarks.streams.nexmark;

import org.jspecify.annotations.NullMarked;

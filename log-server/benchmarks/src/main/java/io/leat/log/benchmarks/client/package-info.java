/** The load of one client in a process of its own, so that its CPU and memory are its alone. */
@NullMarked
package io.leat.log.benchmarks.client;

import org.jspecify.annotations.NullMarked;

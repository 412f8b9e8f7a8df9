/** The demo: file source, exactly-once word count, file sink, in one command. */
@NullMarked
package io.leat.examples.demo;

import org.jspecify.annotations.NullMarked;

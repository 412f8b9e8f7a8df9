/** The JMH set: time and allocation of the steps that every record or batch takes. */
@NullMarked
package io.leat.log.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;

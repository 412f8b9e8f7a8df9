/** The DSL of streams and tables. */
package io.leat.streams.kstream;

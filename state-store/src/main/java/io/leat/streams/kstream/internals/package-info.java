/** The kinds of windows: named so because public signatures of the DSL name them so. */
package io.leat.streams.kstream.internals;

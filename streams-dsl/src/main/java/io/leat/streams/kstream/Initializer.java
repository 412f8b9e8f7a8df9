package io.leat.streams.kstream;

/** The aggregate before the first record. */
@FunctionalInterface
public interface Initializer<VA> {
    VA apply();
}

package io.leat.log.protocol;

/**
 * The key or value of a record in the metadata log or in a coordinator's log. Immutable; safe on
 * every loop.
 */
public interface LogRecord extends Message {

    /** The number that says which kind of record this is, among those of the same log. */
    short recordType();
}

package io.leat.log.protocol;

/** Anything generated from a schema. Immutable; safe on every loop. */
public interface Message {

    /**
     * Appends this message in the version of {@code out}.
     *
     * @throws UnencodableMessageException if a value that matters does not exist in that version
     */
    void write(Writer out);

    /** The versions there are of this kind of message. */
    Versions versions();
}

package io.leat.streams.kstream;

/**
 * What a row of the left table tells the table that its foreign key points to. Immutable.
 *
 * @param hash the hash of the row, null when it is deleted
 * @param partition where the row is, null if an old version did not say
 */
record Subscription<K>(ValueHash hash, Wish wish, K key, Integer partition) {

    /** What is to be done; by the number on the wire. */
    enum Wish {
        /** Forget the row, which now points elsewhere. */
        FORGET,
        /** Forget the row, and answer so that the result is deleted. */
        FORGET_AND_ANSWER,
        /** Remember the row, and answer in any case. */
        ANSWER,
        /** Remember the row, and answer if there is something to join it with. */
        ANSWER_IF_THERE;

        boolean forgets() {
            return this == FORGET || this == FORGET_AND_ANSWER;
        }
    }
}

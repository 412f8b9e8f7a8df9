package io.leat.clients.producer;

/**
 * How a batch ended.
 *
 * @param baseOffset offset of its first record, -1 when it failed or nobody said
 * @param logAppendTimeMs the broker's timestamp where the topic uses it, else -1
 * @param error why it failed, null when it did not
 */
record BatchResult(long baseOffset, long logAppendTimeMs, RuntimeException error) {

    static BatchResult failed(RuntimeException error) {
        return new BatchResult(-1, -1, error);
    }
}

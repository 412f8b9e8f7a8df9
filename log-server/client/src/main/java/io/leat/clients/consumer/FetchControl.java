package io.leat.clients.consumer;

import io.leat.common.TopicPartition;

/** What the polling thread tells the loop that fetches. Safe from the polling thread. */
interface FetchControl {

    /** Fetches from {@code offset} on; what was under way with another token is dropped. */
    void start(TopicPartition partition, long token, long offset);

    /**
     * The position was validated under a leader of {@code epoch}: that leader may be asked. Without
     * this only leaders are asked whose epoch is unknown.
     */
    void validated(TopicPartition partition, long token, int epoch);

    void stop(TopicPartition partition);

    void pause(TopicPartition partition, boolean paused);

    /** One {@link Fetched} was taken out of the buffer: there is room for another. */
    void taken(TopicPartition partition, long token);
}

package io.leat.clients.consumer;

/** Ties the fetcher to the buffer, which is made after it. Connected before anything is fetched. */
final class BufferLink<K, V> {

    private final Waiting waiting;
    private volatile Buffer<K, V> buffer;

    BufferLink(Waiting waiting) {
        this.waiting = waiting;
    }

    void connect(Buffer<K, V> to) {
        buffer = to;
    }

    void deliver(Fetched fetched) {
        buffer.add(fetched);
        waiting.raise();
    }
}

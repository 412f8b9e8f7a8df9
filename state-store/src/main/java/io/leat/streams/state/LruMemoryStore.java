package io.leat.streams.state;

/** A store on the heap that is to hold so many entries at most. Owned by its task's thread. */
final class LruMemoryStore extends MemoryStore {

    private final int maxEntries;

    LruMemoryStore(String name, int maxEntries) {
        super(name);
        this.maxEntries = maxEntries;
    }

    int maxEntries() {
        return maxEntries;
    }
}

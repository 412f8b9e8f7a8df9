package io.leat.streams.kstream;

/** A key and the window that an aggregate of it belongs to. Immutable. */
public class Windowed<K> {

    private final K key;
    private final Window window;

    public Windowed(K key, Window window) {
        this.key = key;
        this.window = window;
    }

    public K key() {
        return key;
    }

    public Window window() {
        return window;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Windowed<?> that
                && window.equals(that.window)
                && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return 31 * window.hashCode() + key.hashCode();
    }

    @Override
    public String toString() {
        return "[" + key + "@" + window.start() + "/" + window.end() + "]";
    }
}

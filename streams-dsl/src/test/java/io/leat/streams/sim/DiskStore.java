package io.leat.streams.sim;

import io.leat.common.serialization.Serializer;
import io.leat.common.utils.Bytes;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskFile;
import io.leat.log.runtime.Entropy;
import io.leat.streams.KeyValue;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.state.KeyValueBytesStoreSupplier;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.spi.AtomicStore;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What RocksDB is to a task, on a simulated disk: changes are in memory until they are flushed from
 * time to time, all of them with the changelog position in one step. A crash leaves the last flush.
 */
class DiskStore implements KeyValueStore<Bytes, byte[]>, AtomicStore {

    private static final int WRITES_PER_FLUSH = 4;

    private final String name;
    private final Disk disk;
    private final Entropy dice;
    private final NavigableMap<Bytes, byte[]> entries = new TreeMap<>();
    private String folder = "";
    private long position = -1;
    private boolean open;

    DiskStore(String name, Disk disk, Entropy dice) {
        this.name = name;
        this.disk = disk;
        this.dice = dice;
    }

    /** Stores on {@code disk}. */
    static KeyValueBytesStoreSupplier on(String name, Disk disk, Entropy dice) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new DiskStore(name, disk, dice);
            }

            @Override
            public String metricsScope() {
                return "simulated";
            }
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        folder = "stores/" + context.taskId();
        disk.createDirectories(folder);
        disk.forceDirectory("stores");
        load();
        context.register(root, (key, value) -> put(Bytes.wrap(key), value));
        open = true;
    }

    private String path() {
        return folder + "/" + name;
    }

    private void load() {
        if (!disk.exists(path())) {
            return;
        }
        try (DiskFile file = disk.openRead(path())) {
            ByteBuffer in = ByteBuffer.allocate((int) file.size());
            file.read(in, 0);
            in.flip();
            position = in.getLong();
            for (int left = in.getInt(); left > 0; left--) {
                entries.put(Bytes.wrap(bytes(in)), bytes(in));
            }
        }
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    /** Writes everything beside the last flush and puts it in its place. */
    private void flushAll() {
        int size = 12;
        for (Map.Entry<Bytes, byte[]> entry : entries.entrySet()) {
            size += 8 + entry.getKey().get().length + entry.getValue().length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putLong(position).putInt(entries.size());
        entries.forEach(
                (key, value) ->
                        out.putInt(key.get().length)
                                .put(key.get())
                                .putInt(value.length)
                                .put(value));
        try (DiskFile file = disk.open(path() + ".new")) {
            file.truncate(0);
            file.write(out.flip(), 0);
            file.force(true);
        }
        disk.rename(path() + ".new", path());
        disk.forceDirectory(folder);
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            flushAll();
        }
    }

    @Override
    public void write(SortedMap<Bytes, byte[]> changes, long newPosition) {
        changes.forEach(this::put);
        position = newPosition;
        if (dice.nextInt(WRITES_PER_FLUSH) == 0) {
            flushAll();
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public byte[] get(Bytes key) {
        return entries.get(key);
    }

    @Override
    public void put(Bytes key, byte[] value) {
        if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, value);
        }
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        return entries.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> more) {
        more.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(Bytes key) {
        return entries.remove(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        NavigableMap<Bytes, byte[]> low = from == null ? entries : entries.tailMap(from, true);
        return iterate(to == null ? low : low.headMap(to, true));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(Bytes from, Bytes to) {
        NavigableMap<Bytes, byte[]> low = from == null ? entries : entries.tailMap(from, true);
        return iterate((to == null ? low : low.headMap(to, true)).descendingMap());
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return iterate(entries);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseAll() {
        return iterate(entries.descendingMap());
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
            P prefix, PS serializer) {
        throw new UnsupportedOperationException("no topology of the simulation scans prefixes");
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    private static KeyValueIterator<Bytes, byte[]> iterate(NavigableMap<Bytes, byte[]> range) {
        Iterator<Map.Entry<Bytes, byte[]>> all = List.copyOf(range.entrySet()).iterator();
        return new KeyValueIterator<>() {
            private Map.Entry<Bytes, byte[]> next = advance();

            private Map.Entry<Bytes, byte[]> advance() {
                return all.hasNext() ? all.next() : null;
            }

            @Override
            public Bytes peekNextKey() {
                return next.getKey();
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public KeyValue<Bytes, byte[]> next() {
                KeyValue<Bytes, byte[]> found = KeyValue.pair(next.getKey(), next.getValue());
                next = advance();
                return found;
            }

            @Override
            public void close() {}
        };
    }
}

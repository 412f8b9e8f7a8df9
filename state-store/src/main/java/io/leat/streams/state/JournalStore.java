package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import io.leat.log.runtime.DiskException;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.errors.ProcessorStateException;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.state.spi.StoreContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store of bytes on the heap whose commits go to a {@link Journal} too, so that a restart takes
 * it up at some earlier commit without native code. For state that fits the heap, and for
 * simulations. Owned by its task's thread.
 */
class JournalStore extends MemoryStore {

    private @Nullable Journal journal;

    JournalStore(String name) {
        super(name);
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        if (!(context instanceof StoreContext own)) {
            throw new InvalidStateStoreException(
                    "store " + name() + " needs the context of a Leat task.");
        }
        String folder = own.folder().path() + "/journal";
        try {
            journal =
                    Journal.open(
                            own.folder().disk(),
                            folder,
                            name(),
                            (changes, position) -> super.write(changes.entrySet(), position, null));
        } catch (DiskException e) {
            throw failed("be opened", e);
        }
        super.init(context, root);
    }

    @Override
    public boolean persistent() {
        return true;
    }

    /** Appends to the journal first: what is read is never ahead of what a restart may find. */
    @Override
    public void write(
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
            long newPosition,
            @Nullable Bytes bound) {
        Journal open = journal();
        Collection<? extends Map.Entry<Bytes, byte @Nullable []>> all = changes;
        if (bound != null && !entries().headMap(bound, false).isEmpty()) {
            TreeMap<Bytes, byte @Nullable []> more = new TreeMap<>();
            changes.forEach(change -> more.put(change.getKey(), change.getValue()));
            entries().headMap(bound, false).keySet().forEach(old -> more.put(old, null));
            all = more.entrySet();
        }
        try {
            open.append(all, newPosition);
            super.write(all, newPosition, null);
            if (open.wasteful()) {
                open.replace(entries().entrySet(), newPosition);
            }
        } catch (DiskException e) {
            throw failed("write", e);
        }
    }

    @Override
    public void clear() {
        try {
            journal().replace(List.of(), -1);
        } catch (DiskException e) {
            throw failed("be cleared", e);
        }
        super.clear();
    }

    @Override
    public @Nullable String format() {
        return journal().label();
    }

    /** A journal without a label has a format without headers, as all had once. */
    @Override
    public void format(String name) {
        if (format() == null && !StoredFormat.valueOf(name).withHeaders()) {
            return;
        }
        try {
            journal().label(name);
        } catch (DiskException e) {
            throw failed("keep its format", e);
        }
    }

    @Override
    public void close() {
        Journal open = journal;
        journal = null;
        super.close();
        try {
            if (open != null) {
                open.close();
            }
        } catch (DiskException e) {
            throw failed("be closed", e);
        }
    }

    private Journal journal() {
        Journal open = journal;
        if (open == null) {
            throw new InvalidStateStoreException("store " + name() + " is not open.");
        }
        return open;
    }

    private ProcessorStateException failed(String what, DiskException cause) {
        return new ProcessorStateException(
                "store " + name() + " could not " + what + ": " + cause.getMessage(), cause);
    }
}

package io.leat.streams.state;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.DiskFaults.Loss;
import io.leat.log.runtime.sim.NodeCrashedError;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import io.leat.streams.errors.ProcessorStateException;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.ChangelogStore.Change;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreFolder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One store through many lives of its node, all a function of a seed: transactions that commit or
 * abort, crashes at any write of the disk and between any two steps of a commit, I/O errors, clean
 * closes, restores that are cut short. Before each restore the content must be what the changelog
 * adds up to at the store's position, and after it all of the changelog.
 */
final class CrashedState {

    /** What can be wrong on purpose, to see that the check can fail. */
    enum Bug {
        NONE,
        /** The position is written before the data, in a write of its own. */
        POSITION_AHEAD_OF_DATA,
        /** Changes reach the durable store when they are made. */
        UNCOMMITTED_IS_DURABLE,
        /** The store commits before the transaction does. */
        STORE_COMMITS_FIRST,
        /** An aborted transaction leaves its changes in the buffer. */
        ABORT_KEEPS_CHANGES
    }

    private static final int LIVES = 6;

    private final Bug bug;
    private final Random random;
    private final SimNode node;
    private final SimDisk disk;
    private final List<Change> changelog = new ArrayList<>();
    private boolean closedCleanly;
    private int crashes;

    private CrashedState(Simulation simulation, Bug bug) {
        this.bug = bug;
        this.random = new Random(simulation.seed());
        this.node = simulation.node("instance");
        this.disk = node.disk("state");
        Loss[] losses = Loss.values();
        node.diskFaults(DiskFaults.NONE.withLoss(losses[random.nextInt(losses.length)]));
    }

    /** Runs {@code seed}; how many crashes there were. */
    static int run(long seed, Bug bug) {
        try (Simulation simulation = new Simulation(seed)) {
            CrashedState state = new CrashedState(simulation, bug);
            for (int life = 0; life < LIVES; life++) {
                state.live(seed);
            }
            return state.crashes;
        }
    }

    private void live(long seed) {
        if (random.nextInt(4) > 0) {
            disk.crashAtOperation(disk.operations() + 1 + random.nextInt(40));
        }
        if (random.nextInt(8) == 0) {
            disk.failFromOperation(disk.operations() + 1 + random.nextInt(40));
        }
        boolean clean = false;
        try {
            Opened opened = open(new SharedResources());
            checkBeforeRestore(seed, opened);
            restore(opened.changes());
            check(seed, opened.store(), changelog.size());
            for (int i = random.nextInt(60); i > 0; i--) {
                transaction(opened);
            }
            if (random.nextBoolean()) {
                opened.store().close();
                clean = true;
            }
        } catch (NodeCrashedError e) {
            crashes++;
        } catch (ProcessorStateException | DiskException e) {
            // The disk failed: the thread gives its tasks up.
            crashes++;
        }
        disk.crashAtOperation(-1);
        disk.failAtOperation(-1);
        if (node.isUp()) {
            if (random.nextBoolean()) {
                node.kill();
            } else {
                node.crash();
            }
        }
        node.restart();
        closedCleanly = clean;
    }

    /** A store and its sides. */
    private record Opened(
            KeyValueStore<String, String> store,
            ChangelogStore changes,
            KeyValueStore<Bytes, byte[]> durable) {}

    private Opened open(SharedResources resources) {
        KeyValueStore<Bytes, byte[]> durable =
                bug == Bug.POSITION_AHEAD_OF_DATA
                        ? new PositionFirst("store")
                        : Stores.journaledKeyValueStore("store").get();
        BufferedStore buffered =
                new BufferedStore(durable, random.nextBoolean(), true, StoredFormat.PLAIN);
        KeyValueStore<String, String> store =
                new TypedStore<>(buffered, Serdes.String(), Serdes.String());
        TestContext context = new TestContext(new StoreFolder(disk, "app/0_0"), resources);
        disk.createDirectories("app/0_0");
        store.init(context, store);
        return new Opened(store, buffered, durable);
    }

    private void checkBeforeRestore(long seed, Opened opened) {
        long position = Math.max(0, opened.changes().position());
        if (position > changelog.size()) {
            throw new AssertionError(
                    "seed " + seed + ": position " + position + " is beyond the changelog");
        }
        if (closedCleanly && position < changelog.size()) {
            throw new AssertionError(
                    "seed " + seed + ": closed at the end, reopened at " + position);
        }
        check(seed, opened.store(), (int) position);
    }

    private void check(long seed, KeyValueStore<String, String> store, int upTo) {
        TreeMap<String, String> expected = new TreeMap<>();
        for (Change change : changelog.subList(0, upTo)) {
            String key = new String(change.key().get(), StandardCharsets.UTF_8);
            byte[] value = change.value();
            if (value == null) {
                expected.remove(key);
            } else {
                expected.put(key, new String(value, StandardCharsets.UTF_8));
            }
        }
        TreeMap<String, String> found = new TreeMap<>();
        try (KeyValueIterator<String, String> all = store.all()) {
            all.forEachRemaining(entry -> found.put(entry.key, entry.value));
        }
        if (!expected.equals(found)) {
            throw new AssertionError(
                    "seed " + seed + " at " + upTo + ": " + found + " instead of " + expected);
        }
    }

    private void restore(ChangelogStore changes) {
        int from = (int) Math.max(0, changes.position());
        while (from < changelog.size()) {
            int to = Math.min(changelog.size(), from + 1 + random.nextInt(20));
            changes.restore(List.copyOf(changelog.subList(from, to)), to);
            from = to;
        }
    }

    private void transaction(Opened opened) {
        ChangelogStore changes = opened.changes();
        for (int i = random.nextInt(5); i >= 0; i--) {
            String key = "k" + random.nextInt(12);
            String value = random.nextInt(4) == 0 ? null : "v" + random.nextInt(1000);
            opened.store().put(key, value);
            if (bug == Bug.UNCOMMITTED_IS_DURABLE) {
                byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
                opened.durable().put(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)), bytes);
            }
        }
        List<Change> sent = new ArrayList<>();
        changes.forwardChanges();
        changes.logChanges((key, value, time, headers) -> sent.add(new Change(key, value)));
        if (random.nextInt(4) == 0) {
            if (bug != Bug.ABORT_KEEPS_CHANGES) {
                changes.rollback();
            }
            return;
        }
        if (bug == Bug.STORE_COMMITS_FIRST) {
            changes.commit(changelog.size() + sent.size());
        }
        dieSometimes();
        changelog.addAll(sent);
        dieSometimes();
        if (bug != Bug.STORE_COMMITS_FIRST) {
            changes.commit(changelog.size());
        }
    }

    private void dieSometimes() {
        if (random.nextInt(150) == 0) {
            node.crash();
            throw new ProcessorStateException("the node is down");
        }
    }

    /** Tears data and position apart. */
    private static final class PositionFirst extends JournalStore {

        PositionFirst(String name) {
            super(name);
        }

        @Override
        public void write(
                Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
                long newPosition,
                @Nullable Bytes bound) {
            super.write(List.of(), newPosition, bound);
            super.write(changes, newPosition, bound);
        }
    }
}

package io.leat.log.runtime.sim;

import io.leat.log.runtime.sim.DiskFaults.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A file or a directory of a {@link SimDisk}: what is seen now, and what is durable. */
sealed interface Inode permits Inode.FileNode, Inode.DirectoryNode {

    /** After a crash: what is seen becomes what survived. */
    void lose(Loss loss, SimEntropy entropy);

    /** All bytes written so far are durable. */
    void forceAll();

    /** Names. Their pending changes are kept, in order, by the disk. */
    final class DirectoryNode implements Inode {

        final TreeMap<String, Inode> entries = new TreeMap<>();
        final TreeMap<String, Inode> durable = new TreeMap<>();

        @Override
        public void lose(Loss loss, SimEntropy entropy) {
            entries.clear();
            entries.putAll(durable);
            entries.values().forEach(child -> child.lose(loss, entropy));
        }

        @Override
        public void forceAll() {
            entries.values().forEach(Inode::forceAll);
        }
    }

    /** Bytes: the image as read, the durable image, and the ordered changes between them. */
    final class FileNode implements Inode {

        private static final int SECTOR = 512;

        private Content live = new Content();
        private Content durable = new Content();
        private final List<Change> unforced = new ArrayList<>();

        /** A write, or a truncation when {@code bytes} is empty. */
        private record Change(long position, byte[] bytes) {

            void apply(Content content, int from, int count) {
                if (bytes.length == 0) {
                    content.truncate(position);
                } else {
                    content.write(position + from, bytes, from, count);
                }
            }

            void apply(Content content) {
                apply(content, 0, bytes.length);
            }
        }

        Content live() {
            return live;
        }

        void write(long position, byte[] bytes) {
            if (bytes.length > 0) {
                add(new Change(position, bytes));
            }
        }

        void truncate(long size) {
            if (size < live.size()) {
                add(new Change(size, new byte[0]));
            }
        }

        private void add(Change change) {
            change.apply(live);
            unforced.add(change);
        }

        @Override
        public void forceAll() {
            force();
        }

        void force() {
            unforced.forEach(change -> change.apply(durable));
            unforced.clear();
        }

        /** As Linux does after a failed fsync: the pages count as clean but were never written. */
        void forceFailed() {
            unforced.clear();
        }

        void flipBit(int position) {
            live.flipBit(position);
            if (position < durable.size()) {
                durable.flipBit(position);
            }
        }

        @Override
        public void lose(Loss loss, SimEntropy entropy) {
            keepSome(loss, entropy);
            unforced.clear();
            live = durable.copy();
        }

        /** A crash in the middle of a force: some of the changes made it. */
        void keepSome(Loss loss, SimEntropy entropy) {
            switch (loss) {
                case NOTHING_LOST -> unforced.forEach(change -> change.apply(durable));
                case ALL_LOST -> {}
                case TORN -> keepPrefix(entropy);
                case REORDERED -> keepSectors(entropy);
            }
        }

        private void keepPrefix(SimEntropy entropy) {
            int whole = entropy.nextInt(unforced.size() + 1);
            for (int i = 0; i < whole; i++) {
                unforced.get(i).apply(durable);
            }
            if (whole < unforced.size()) {
                Change cut = unforced.get(whole);
                int first = SECTOR - (int) (cut.position % SECTOR);
                int bounds = Math.max(0, (cut.bytes.length - first) / SECTOR + 1);
                int sectors = cut.bytes.length < first ? 0 : entropy.nextInt(bounds + 1);
                if (sectors > 0) {
                    cut.apply(durable, 0, first + (sectors - 1) * SECTOR);
                }
            }
        }

        private void keepSectors(SimEntropy entropy) {
            double kept = entropy.nextInt(5) / 4.0;
            for (Change change : unforced) {
                if (change.bytes.length == 0) {
                    if (entropy.chance(kept)) {
                        change.apply(durable);
                    }
                    continue;
                }
                int from = 0;
                while (from < change.bytes.length) {
                    int inSector = SECTOR - (int) ((change.position + from) % SECTOR);
                    int count = Math.min(inSector, change.bytes.length - from);
                    if (entropy.chance(kept)) {
                        change.apply(durable, from, count);
                    }
                    from += count;
                }
            }
        }
    }
}

package io.leat.streams.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.utils.Bytes;
import io.leat.log.transport.RealPorts;
import io.leat.streams.state.rocksdb.RocksDbStore;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many stores on RocksDB share one bound of native memory. */
class StateMemoryTest {

    private static final int STORES = 100;
    private static final long BYTES = 16L << 20;

    @TempDir Path folder;

    @Test
    void shouldKeepManyStoresWithinTheBoundThatIsSet() throws Exception {
        Random random = new Random(1);
        SharedResources shared = new SharedResources();
        List<RocksDbStore> stores = new ArrayList<>();
        long most = 0;
        try {
            for (int i = 0; i < STORES; i++) {
                RocksDbStore store = new RocksDbStore("store-" + i);
                store.init(context(shared), store);
                stores.add(store);
            }
            for (int round = 0; round < 2; round++) {
                for (RocksDbStore store : stores) {
                    TreeMap<Bytes, byte[]> rows = new TreeMap<>();
                    for (int i = 0; i < 40; i++) {
                        rows.put(Bytes.wrap(bytes(random, 16)), bytes(random, 1_000));
                    }
                    store.write(rows.entrySet(), round, null);
                    store.get(Bytes.wrap(bytes(random, 16)));
                    most = Math.max(most, shared.nativeBytes());
                }
            }
        } finally {
            stores.forEach(RocksDbStore::close);
        }
        assertTrue(most > BYTES / 2, "it counts: " + most);
        assertTrue(most < BYTES * 1.1, "it is bounded: " + most);
        shared.close();
        assertEquals(0, shared.nativeBytes());
    }

    private TestContext context(SharedResources shared) {
        TestContext context = new TestContext(new StoreFolder(RealPorts.disk(folder), ""), shared);
        context.configs = Map.of(RocksDbStore.MEMORY_SETTING, BYTES);
        return context;
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}

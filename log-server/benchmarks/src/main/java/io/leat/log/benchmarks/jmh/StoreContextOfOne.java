package io.leat.log.benchmarks.jmh;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.log.transport.RealPorts;
import io.leat.streams.processor.StateRestoreCallback;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreContext;
import io.leat.streams.state.spi.StoreFolder;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What one store under a benchmark sees of a task. */
record StoreContextOfOne(File stateDir, SharedResources shared, List<ChangelogStore> attached)
        implements StoreContext {

    StoreContextOfOne(File stateDir, SharedResources shared) {
        this(stateDir, shared, new ArrayList<>());
    }

    @Override
    public String applicationId() {
        return "benchmark";
    }

    @Override
    public StoreFolder folder() {
        return new StoreFolder(RealPorts.disk(stateDir.toPath()), "");
    }

    @Override
    public TaskId taskId() {
        return new TaskId(0, 0);
    }

    @Override
    public Serde<?> keySerde() {
        return Serdes.String();
    }

    @Override
    public Serde<?> valueSerde() {
        return Serdes.Long();
    }

    @Override
    public void register(StateStore store, StateRestoreCallback callback) {}

    @Override
    public Map<String, Object> appConfigs() {
        return Map.of();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return Map.of();
    }

    @Override
    public void attach(ChangelogStore store) {
        attached.add(store);
    }
}

package io.leat.streams.state;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
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

/** A task that only remembers which stores it has. */
final class TestContext implements StoreContext {

    final List<ChangelogStore> attached = new ArrayList<>();
    Map<String, Object> configs = Map.of();
    private final StoreFolder folder;
    private final SharedResources resources;

    TestContext(StoreFolder folder, SharedResources resources) {
        this.folder = folder;
        this.resources = resources;
    }

    @Override
    public String applicationId() {
        return "app";
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
        return Serdes.String();
    }

    @Override
    public File stateDir() {
        return folder.file();
    }

    @Override
    public StoreFolder folder() {
        return folder;
    }

    @Override
    public void register(StateStore store, StateRestoreCallback callback) {}

    @Override
    public Map<String, Object> appConfigs() {
        return configs;
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return Map.of();
    }

    @Override
    public void attach(ChangelogStore store) {
        attached.add(store);
    }

    @Override
    public SharedResources shared() {
        return resources;
    }
}

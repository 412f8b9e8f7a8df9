package io.leat.streams;

import io.leat.streams.processor.api.ProcessorWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The settings that matter while a topology is built: now {@code processor.wrapper.class}.
 * Immutable.
 *
 * <pre>{@code
 * StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
 * }</pre>
 */
public final class TopologyConfig {

    /** The settings of the application. */
    public final StreamsConfig applicationConfigs;

    /** Whether it runs under exactly_once_v2. */
    public final boolean eosEnabled;

    public TopologyConfig(StreamsConfig globalAppConfigs) {
        this.applicationConfigs = globalAppConfigs;
        this.eosEnabled = globalAppConfigs.exactlyOnce();
    }

    /** What to put around processors; null for nothing. */
    @Nullable ProcessorWrapper processorWrapper() {
        return applicationConfigs.getConfiguredInstance(
                StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, ProcessorWrapper.class);
    }
}

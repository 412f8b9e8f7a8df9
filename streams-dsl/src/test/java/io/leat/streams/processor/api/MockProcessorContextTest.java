package io.leat.streams.processor.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.Serdes;
import io.leat.streams.processor.PunctuationType;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.Stores;
import java.io.File;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor under test sees its stores, and the test sees what the processor does. */
@NullUnmarked
class MockProcessorContextTest {

    @TempDir File folder;

    /** Counts each key in a store; forwards the counts when a second has passed. */
    private static final class Counter implements Processor<String, String, String, Long> {

        private ProcessorContext<String, Long> context;
        private KeyValueStore<String, Long> counts;

        @Override
        public void init(ProcessorContext<String, Long> given) {
            context = given;
            counts = given.getStateStore("counts");
            given.schedule(
                    Duration.ofSeconds(1),
                    PunctuationType.STREAM_TIME,
                    now ->
                            counts.all()
                                    .forEachRemaining(
                                            entry ->
                                                    context.forward(
                                                            new Record<>(
                                                                    entry.key, entry.value, now),
                                                            "counted")));
        }

        @Override
        public void process(Record<String, String> record) {
            Long before = counts.get(record.key());
            counts.put(record.key(), before == null ? 1 : before + 1);
            context.commit();
        }
    }

    @Test
    void shouldCaptureWhatAProcessorDoes() {
        MockProcessorContext<String, Long> context =
                new MockProcessorContext<>(new Properties(), new TaskId(1, 2), folder);
        KeyValueStore<String, Long> counts =
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore("counts"),
                                Serdes.String(),
                                Serdes.Long())
                        .withLoggingDisabled()
                        .build();
        counts.init(context.getStateStoreContext(), counts);
        context.addStateStore(counts);
        Counter counter = new Counter();
        counter.init(context);
        assertFalse(context.committed());
        counter.process(new Record<>("a", "x", 0));
        counter.process(new Record<>("a", "y", 5));
        assertTrue(context.committed());
        assertTrue(context.forwarded().isEmpty());
        MockProcessorContext.CapturedPunctuator punctuator = context.scheduledPunctuators().get(0);
        assertEquals(Duration.ofSeconds(1), punctuator.getInterval());
        punctuator.getPunctuator().punctuate(1000);
        assertEquals(1, context.forwarded("counted").size());
        assertTrue(context.forwarded("another").isEmpty());
        assertEquals(new Record<>("a", 2L, 1000), context.forwarded().get(0).record());
        context.resetForwards();
        assertTrue(context.forwarded().isEmpty());
        assertEquals("1_2", context.taskId().toString());
    }
}

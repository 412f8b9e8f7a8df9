package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Record;
import io.leat.streams.query.PositionBound;
import io.leat.streams.query.Query;
import io.leat.streams.query.QueryConfig;
import io.leat.streams.query.QueryResult;
import io.leat.streams.state.StoreBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Stores that users write themselves hear of records, of commits, and of queries of their own. */
@NullUnmarked
class CustomStoreTest {

    private final List<String> heard = new ArrayList<>();

    /** How often something was added. */
    private record HowOften() implements Query<Integer> {}

    private final class Noting implements StateStore {

        private StateStoreContext context;
        private int added;

        void add(String what) {
            added++;
            heard.add(what + "@" + context.recordMetadata().get().offset());
        }

        @Override
        public String name() {
            return "noting";
        }

        @Override
        public void init(StateStoreContext task, StateStore root) {
            context = task;
            task.register(root, (key, value) -> {}, () -> heard.add("callback"));
        }

        @Override
        public void commit(Map<TopicPartition, Long> changelogOffsets) {
            heard.add("commit");
        }

        @Override
        public void close() {
            heard.add("close");
        }

        @Override
        public boolean persistent() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <R> QueryResult<R> query(
                Query<R> query, PositionBound positionBound, QueryConfig config) {
            return query instanceof HowOften
                    ? (QueryResult<R>) QueryResult.forResult(added)
                    : QueryResult.forUnknownQueryType(query, this);
        }
    }

    private final class Builder implements StoreBuilder<Noting> {

        @Override
        public StoreBuilder<Noting> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<Noting> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<Noting> withLoggingEnabled(Map<String, String> config) {
            return this;
        }

        @Override
        public StoreBuilder<Noting> withLoggingDisabled() {
            return this;
        }

        @Override
        public Noting build() {
            return new Noting();
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return "noting";
        }
    }

    @Test
    void shouldCommitWithItsTaskAndAnswerItsOwnQueries() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(new Builder());
        builder.<String, String>stream("in")
                .process(
                        () ->
                                new ContextualProcessor<String, String, Void, Void>() {
                                    @Override
                                    public void process(Record<String, String> record) {
                                        context()
                                                .<Noting>getStateStore("noting")
                                                .add(record.value());
                                    }
                                },
                        "noting");
        Properties settings = new Properties();
        settings.put("default.key.serde", "io.leat.common.serialization.Serdes$StringSerde");
        settings.put("default.value.serde", "io.leat.common.serialization.Serdes$StringSerde");
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), settings)) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            in.pipeInput("a", "one", 1);
            in.pipeInput("a", "two", 2);
            assertEquals(
                    2,
                    driver.getStateStore("noting")
                            .query(
                                    new HowOften(),
                                    PositionBound.unbounded(),
                                    new QueryConfig(false))
                            .getResult());
        }
        assertEquals(
                List.of("one@0", "commit", "callback", "two@1", "commit", "callback", "close"),
                heard);
    }
}

package io.leat.streams.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.common.serialization.Serdes;
import io.leat.log.transport.RealPorts;
import io.leat.streams.processor.StateStore;
import io.leat.streams.query.FailureReason;
import io.leat.streams.query.KeyQuery;
import io.leat.streams.query.Position;
import io.leat.streams.query.PositionBound;
import io.leat.streams.query.Query;
import io.leat.streams.query.QueryConfig;
import io.leat.streams.query.QueryResult;
import io.leat.streams.query.TimestampedKeyQuery;
import io.leat.streams.query.TimestampedRangeQuery;
import io.leat.streams.query.WindowRangeQuery;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreFolder;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which failure comes first when a store neither knows a query nor is up to its bound. */
class QueryFailuresTest {

    private static final PositionBound LATER =
            PositionBound.at(Position.emptyPosition().withComponent("in", 0, 9));

    @TempDir Path folder;

    private <S extends StateStore> S open(StoreBuilder<S> builder) {
        S store = builder.build();
        store.init(
                new TestContext(
                        new StoreFolder(RealPorts.disk(folder), "0_0"), new SharedResources()),
                store);
        return store;
    }

    private static FailureReason reason(StateStore store, Query<?> query) {
        QueryResult<?> result = store.query(query, LATER, new QueryConfig(false));
        return result.getFailureReason();
    }

    /** A query that no store knows. */
    private static final class Own implements Query<String> {}

    @Test
    void shouldSayFirstWhatKafkaSaysFirst() {
        StateStore plain =
                open(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore("plain"),
                                Serdes.String(),
                                Serdes.String()));
        StateStore stamped =
                open(
                        Stores.timestampedKeyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore("stamped"),
                                Serdes.String(),
                                Serdes.String()));
        assertEquals(FailureReason.NOT_UP_TO_BOUND, reason(plain, KeyQuery.withKey("k")));
        assertEquals(
                FailureReason.NOT_UP_TO_BOUND,
                reason(plain, WindowRangeQuery.withWindowStartRange(Instant.EPOCH, Instant.EPOCH)));
        assertEquals(
                FailureReason.UNKNOWN_QUERY_TYPE, reason(plain, TimestampedKeyQuery.withKey("k")));
        assertEquals(FailureReason.UNKNOWN_QUERY_TYPE, reason(plain, new Own()));
        assertEquals(
                FailureReason.NOT_UP_TO_BOUND,
                reason(stamped, TimestampedRangeQuery.withNoBounds()));
        assertEquals(FailureReason.UNKNOWN_QUERY_TYPE, reason(stamped, new Own()));
    }
}

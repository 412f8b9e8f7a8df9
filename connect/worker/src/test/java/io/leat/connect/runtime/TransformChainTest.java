package io.leat.connect.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.leat.connect.data.Schema;
import io.leat.connect.source.SourceRecord;
import io.leat.log.runtime.sim.Simulation;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Transforms of a connector's settings, in their order and under their predicates. */
class TransformChainTest {

    private static final Map<String, String> PREDICATES =
            Map.of(
                    "predicates", "logs,empty,marked",
                    "predicates.logs.type", "TopicNameMatches",
                    "predicates.logs.pattern", "log-.*",
                    "predicates.empty.type", "RecordIsTombstone",
                    "predicates.marked.type", "HasHeaderKey",
                    "predicates.marked.name", "mark");

    private static SourceRecord record(String topic, String value) {
        return new SourceRecord(
                Map.of(), Map.of(), topic, value == null ? null : Schema.STRING_SCHEMA, value);
    }

    private static SourceRecord apply(SourceRecord record, String... settings) throws Exception {
        Map<String, String> all = new HashMap<>(PREDICATES);
        all.put("name", "c");
        all.put("connector.class", ProbeSource.class.getName());
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        ConnectorConfig config = ConnectorConfig.of(all, new ProbeSource());
        try (Simulation simulation = new Simulation(1);
                TransformChain<SourceRecord> chain = config.transforms()) {
            var task =
                    new TaskLoop(new TaskId("c", 0), simulation.node("worker", 1).ports()) {
                        @Override
                        void open() {}

                        @Override
                        void step() {}

                        @Override
                        void idle() {}

                        @Override
                        void paused(boolean paused) {}

                        @Override
                        void close(Exception failure) {}
                    };
            return chain.apply(record, new ErrorPolicy(task, config));
        }
    }

    private static SourceRecord dropIf(SourceRecord record, String predicate, String negate)
            throws Exception {
        return apply(
                record,
                "transforms",
                "drop",
                "transforms.drop.type",
                "Filter",
                "transforms.drop.predicate",
                predicate,
                "transforms.drop.negate",
                negate);
    }

    @Test
    void shouldApplyATransformOnlyWhereItsPredicateHolds() throws Exception {
        assertNull(dropIf(record("log-1", "v"), "logs", "false"));
        assertEquals("v", dropIf(record("other", "v"), "logs", "false").value());
        assertNull(dropIf(record("other", null), "empty", "false"));
        SourceRecord marked = record("other", "v");
        marked.headers().addString("mark", "1");
        assertNull(dropIf(marked, "marked", "false"));
    }

    @Test
    void shouldApplyItElsewhereWhenThePredicateIsNegated() throws Exception {
        assertEquals("v", dropIf(record("log-1", "v"), "logs", "true").value());
        assertNull(dropIf(record("other", "v"), "logs", "true"));
        assertNull(dropIf(record("other", "v"), "empty", "true"));
        assertNull(dropIf(record("other", "v"), "marked", "true"));
    }

    @Test
    void shouldGiveEachTransformWhatTheOneBeforeItMade() throws Exception {
        String[] settings = {
            "transforms", "route,hoist",
            "transforms.route.type", "RegexRouter",
            "transforms.route.regex", "raw-(.*)",
            "transforms.route.replacement", "log-$1",
            "transforms.hoist.type", "HoistField$Value",
            "transforms.hoist.field", "line",
            "transforms.hoist.predicate", "logs"
        };
        SourceRecord routed = apply(record("raw-1", "v"), settings);
        assertEquals("log-1", routed.topic());
        assertEquals("Struct{line=v}", String.valueOf(routed.value()));
        assertEquals("v", apply(record("other", "v"), settings).value());
    }

    @Test
    void shouldEndWhenATransformDropsTheRecord() throws Exception {
        assertNull(
                apply(
                        record("log-1", "v"),
                        "transforms",
                        "drop,fails",
                        "transforms.drop.type",
                        "Filter",
                        "transforms.fails.type",
                        "ExtractField$Value",
                        "transforms.fails.field",
                        "none"));
    }
}

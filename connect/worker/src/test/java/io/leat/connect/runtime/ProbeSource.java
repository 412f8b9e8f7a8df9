package io.leat.connect.runtime;

import io.leat.common.config.ConfigDef;
import io.leat.connect.connector.Task;
import io.leat.connect.data.Schema;
import io.leat.connect.source.ConnectorTransactionBoundaries;
import io.leat.connect.source.SourceConnector;
import io.leat.connect.source.SourceRecord;
import io.leat.connect.source.SourceTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Emits the numbers from its committed offset up to a limit; tests reach into its task. */
public final class ProbeSource extends SourceConnector {

    private Map<String, String> props = Map.of();

    @Override
    public void start(Map<String, String> props) {
        this.props = props;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return Numbers.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        int tasks = Math.min(maxTasks, Integer.parseInt(props.getOrDefault("probe.tasks", "1")));
        List<Map<String, String>> configs = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            Map<String, String> config = new HashMap<>(props);
            config.put("source", i == 0 ? "numbers" : "numbers-" + i);
            configs.add(config);
        }
        return configs;
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define("topic", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where to.");
    }

    @Override
    public String version() {
        return "test";
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(
            Map<String, String> connectorConfig) {
        return ConnectorTransactionBoundaries.SUPPORTED;
    }

    /** What a test sees and steers of a task. */
    static final class Probe extends ProbeBase {
        volatile int limit;
        volatile int commitEvery;
        volatile int abortAt = -1;

        static Probe of(String name) {
            return of(name, Probe.class, Probe::new);
        }
    }

    /** The task. */
    public static final class Numbers extends SourceTask {
        private Probe probe = new Probe();
        private String topic = "";
        private Map<String, String> source = Map.of();
        private int next;

        @Override
        public void start(Map<String, String> props) {
            topic = props.get("topic");
            source = Map.of("source", props.get("source"));
            probe = Probe.of(props.get("name"));
            probe.starts.incrementAndGet();
            Map<String, Object> offset =
                    Objects.requireNonNull(context).offsetStorageReader().offset(source);
            next = offset == null ? 0 : ((Number) offset.get("next")).intValue();
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            probe.maybeFail();
            List<SourceRecord> records = new ArrayList<>();
            while (next < probe.limit && records.size() < 5) {
                int number = next++;
                SourceRecord record =
                        new SourceRecord(
                                source,
                                Map.of("next", next),
                                topic,
                                Schema.STRING_SCHEMA,
                                Integer.toString(number));
                records.add(record);
                boundary(number, record);
            }
            if (records.isEmpty()) {
                probe.signal.poll(20, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
            return records;
        }

        private void boundary(int number, SourceRecord record) {
            if (context.transactionContext() == null || probe.commitEvery == 0) {
                return;
            }
            if (number == probe.abortAt) {
                context.transactionContext().abortTransaction(record);
            } else if ((number + 1) % probe.commitEvery == 0) {
                context.transactionContext().commitTransaction(record);
            }
        }

        @Override
        public void stop() {
            probe.stops.incrementAndGet();
        }

        @Override
        public String version() {
            return "test";
        }
    }
}

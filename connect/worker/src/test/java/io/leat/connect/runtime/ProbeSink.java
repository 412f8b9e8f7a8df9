package io.leat.connect.runtime;

import io.leat.common.TopicPartition;
import io.leat.common.config.ConfigDef;
import io.leat.connect.connector.Task;
import io.leat.connect.sink.SinkConnector;
import io.leat.connect.sink.SinkRecord;
import io.leat.connect.sink.SinkTask;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what it was given; tests reach into its task. */
public final class ProbeSink extends SinkConnector {

    private Map<String, String> props = Map.of();

    @Override
    public void start(Map<String, String> props) {
        this.props = props;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return Keeper.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(props);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public String version() {
        return "test";
    }

    /** What a test sees and steers of a task. */
    static final class Probe extends ProbeBase {
        final List<SinkRecord> records = new CopyOnWriteArrayList<>();
        final List<TopicPartition> opened = new CopyOnWriteArrayList<>();
        final List<TopicPartition> closed = new CopyOnWriteArrayList<>();
        volatile @Nullable String reported;

        static Probe of(String name) {
            return of(name, Probe.class, Probe::new);
        }

        List<String> values() {
            return records.stream().map(record -> String.valueOf(record.value())).toList();
        }
    }

    /** The task. */
    public static final class Keeper extends SinkTask {
        private Probe probe = new Probe();

        @Override
        public void start(Map<String, String> props) {
            probe = Probe.of(props.get("name"));
            probe.starts.incrementAndGet();
        }

        @Override
        public void open(Collection<TopicPartition> partitions) {
            probe.opened.addAll(partitions);
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            if (!records.isEmpty()) {
                if (!probe.failures.isEmpty()) {
                    context.timeout(50);
                }
                probe.maybeFail();
            }
            for (SinkRecord record : records) {
                if (String.valueOf(record.value()).equals(probe.reported)) {
                    context.errantRecordReporter()
                            .report(record, new IllegalStateException("not for this sink"));
                } else {
                    probe.records.add(record);
                }
            }
        }

        @Override
        public void close(Collection<TopicPartition> partitions) {
            probe.closed.addAll(partitions);
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

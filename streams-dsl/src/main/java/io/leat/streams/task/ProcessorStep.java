package io.leat.streams.task;

import io.leat.streams.errors.StreamsException;
import io.leat.streams.errors.TaskCorruptedException;
import io.leat.streams.errors.TaskMigratedException;
import io.leat.streams.metrics.Recorder;
import io.leat.streams.processor.api.FixedKeyProcessor;
import io.leat.streams.processor.api.InternalFixedKeyRecordFactory;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.Record;
import io.leat.streams.topology.GraphNode;

/** A processor in a running task. Owned by the task's thread. */
final class ProcessorStep implements Step {

    private final String name;
    private final TaskScope scope;
    private final NodeContext context;
    private final Processor<Object, Object, Object, Object> processor;
    private final FixedKeyProcessor<Object, Object, Object> fixedKey;
    private Recorder latency = Recorder.OFF;

    @SuppressWarnings("unchecked")
    ProcessorStep(GraphNode.Processing node, TaskScope scope, NodeContext context) {
        this.name = node.name();
        this.scope = scope;
        this.context = context;
        this.processor =
                node.supplier() == null
                        ? null
                        : (Processor<Object, Object, Object, Object>) node.supplier().get();
        this.fixedKey =
                node.fixedKeySupplier() == null
                        ? null
                        : (FixedKeyProcessor<Object, Object, Object>) node.fixedKeySupplier().get();
    }

    @Override
    public void init() {
        if (!context.hasChildren()) {
            latency = TaskMetrics.latency(context.meters());
        }
        if (processor != null) {
            processor.init(context);
        } else {
            fixedKey.init(context);
        }
    }

    @Override
    public void process(Record<Object, Object> record) {
        try {
            if (processor != null) {
                processor.process(record);
            } else {
                fixedKey.process(InternalFixedKeyRecordFactory.create(record));
            }
            latency.record(scope.metrics().thread().nowMs() - record.timestamp());
        } catch (ClassCastException e) {
            throw wrongTypes(record, e);
        } catch (FailedException | TaskMigratedException | TaskCorruptedException e) {
            throw e;
        } catch (Exception e) {
            scope.processingFailed(name, record, e);
        }
    }

    private StreamsException wrongTypes(Record<?, ?> record, ClassCastException cause) {
        return new WrongTypes(scope, "Processor " + name, record.key(), record.value())
                .failure(
                        cause,
                        "Change the default serdes of StreamsConfig or give serdes through the"
                                + " method parameters (Consumed, Grouped, Materialized), or look"
                                + " for the cast in the processor.");
    }

    @Override
    public void close() {
        if (processor != null) {
            processor.close();
        } else {
            fixedKey.close();
        }
    }
}

package io.leat.streams.kstream;

import io.leat.common.utils.Bytes;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.kstream.InFlight.Waiting;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.topology.CurrentRecord;
import io.leat.streams.topology.GraphNode;
import io.leat.streams.topology.Outstanding;
import io.leat.streams.topology.RecordOrigin;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;

/**
 * An operator that calls a function which answers later. Records of one key are called for one
 * after the other, others overtake; answers go downstream on the task's thread.
 *
 * <p>A commit does not wait for answers: the records that wait are kept with it ({@link InFlight}),
 * and whoever goes on from there calls for them again. So what comes of a record goes out exactly
 * once, while the function may be called more than once.
 */
final class AsyncCalls<K, V, KR, VR> implements ProcessorSupplier<K, V, KR, VR> {

    private final AsyncProcessor<K, V, KR, VR> function;
    private final Async<K, V> how;
    private final HeapBufferBuilder<InFlight<K, V>> buffer;

    private AsyncCalls(
            AsyncProcessor<K, V, KR, VR> function,
            Async<K, V> how,
            HeapBufferBuilder<InFlight<K, V>> buffer) {
        this.function = function;
        this.how = how;
        this.buffer = buffer;
    }

    static <K, V, KR, VR> KStream<KR, VR> process(
            StreamNode<K, V> stream, AsyncProcessor<K, V, KR, VR> function, Async<K, V> how) {
        return new StreamNode<>(
                stream.dsl, add(stream, "KSTREAM-PROCESS-ASYNC-", function, how), null, null, true);
    }

    static <K, V, VR> KStream<K, VR> mapValues(
            StreamNode<K, V> stream,
            AsyncValueMapper<? super K, ? super V, ? extends VR> mapper,
            Async<K, V> how) {
        AsyncProcessor<K, V, K, VR> function =
                record ->
                        mapper.apply(record.key(), record.value())
                                .thenApply(value -> List.of(record.<VR>withValue(value)));
        return new StreamNode<>(
                stream.dsl,
                add(stream, "KSTREAM-MAPVALUES-ASYNC-", function, how),
                stream.keySerde,
                null,
                stream.repartition);
    }

    private static <K, V, KR, VR> String add(
            StreamNode<K, V> stream,
            String prefix,
            AsyncProcessor<K, V, KR, VR> function,
            Async<K, V> how) {
        String name = stream.dsl.nodeName(how.name, prefix);
        String store = name + "-in-flight";
        HeapBufferBuilder<InFlight<K, V>> buffer =
                new HeapBufferBuilder<>(
                        store,
                        Map.of(),
                        logged ->
                                new InFlight<>(
                                        store,
                                        logged,
                                        how.keySerde != null ? how.keySerde : stream.keySerde,
                                        how.valueSerde != null
                                                ? how.valueSerde
                                                : stream.valueSerde));
        AsyncCalls<K, V, KR, VR> calls = new AsyncCalls<>(function, how, buffer);
        stream.dsl.add(new GraphNode.Processing(name, List.of(stream.name), calls, null));
        return name;
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(buffer);
    }

    @Override
    public Processor<K, V, KR, VR> get() {
        return new Calling();
    }

    /** What a call came to. */
    private record Answer<K, V, KR, VR>(
            Call<K, V> call,
            Iterable<? extends Record<? extends KR, ? extends VR>> records,
            Throwable failure) {}

    /** A call that was made. */
    private static final class Call<K, V> {

        private final Waiting<K, V> of;
        private final long endMs;
        private boolean over;

        Call(Waiting<K, V> of, long endMs) {
            this.of = of;
            this.endMs = endMs;
        }
    }

    /** The calls of one task. Answers come from any thread, all else is the task's thread's. */
    private final class Calling extends ContextualProcessor<K, V, KR, VR> implements Outstanding {

        private final Queue<Answer<K, V, KR, VR>> answers = new ConcurrentLinkedQueue<>();

        /** Those of each key; the first is called for, or ready to be. */
        private final Map<Bytes, Deque<Waiting<K, V>>> byKey = new HashMap<>();

        private final Deque<Waiting<K, V>> ready = new ArrayDeque<>();

        /** In the order of their deadlines. */
        private final Deque<Call<K, V>> calls = new ArrayDeque<>();

        private InFlight<K, V> inFlight;
        private CurrentRecord current;
        private int open;
        private long now;

        @Override
        public void init(ProcessorContext<KR, VR> context) {
            super.init(context);
            current = (CurrentRecord) context;
            inFlight = context.getStateStore(buffer.name());
            current.outstanding(this);
            inFlight.all().forEach(this::line);
        }

        @Override
        public void process(Record<K, V> record) {
            line(inFlight.add(record, RecordOrigin.of(current.recordContext(), record)));
            call();
            goOn();
        }

        private void line(Waiting<K, V> waiting) {
            if (waiting.key() == null) {
                ready.add(waiting);
                return;
            }
            Deque<Waiting<K, V>> line =
                    byKey.computeIfAbsent(waiting.key(), first -> new ArrayDeque<>());
            line.add(waiting);
            if (line.size() == 1) {
                ready.add(waiting);
            }
        }

        /** Makes calls as long as there is room. */
        private void call() {
            while (open < how.inFlight && !ready.isEmpty()) {
                Call<K, V> call = new Call<>(ready.remove(), now + how.timeout.toMillis());
                open++;
                calls.add(call);
                try {
                    Objects.requireNonNull(
                                    function.process(call.of.record()),
                                    "the function returned no stage")
                            .whenComplete(
                                    (records, failure) ->
                                            answers.add(new Answer<>(call, records, failure)));
                } catch (RuntimeException e) {
                    answers.add(new Answer<>(call, null, e));
                }
            }
        }

        @Override
        public boolean full() {
            return waiting() >= how.inFlight;
        }

        @Override
        public int waiting() {
            return inFlight.all().size();
        }

        @Override
        public boolean collect(long nowMs) {
            now = nowMs;
            boolean late = endLateCalls();
            call();
            return goOn() | late;
        }

        private boolean endLateCalls() {
            boolean any = false;
            while (!calls.isEmpty() && (calls.element().over || calls.element().endMs <= now)) {
                Call<K, V> first = calls.remove();
                if (!first.over) {
                    String why = "no answer within " + how.timeout.toMillis() + " ms";
                    end(new Answer<>(first, null, new TimeoutException(why)));
                    any = true;
                }
            }
            return any;
        }

        /** Ends the calls that were answered, and makes those that there is room for then. */
        private boolean goOn() {
            boolean any = false;
            for (Answer<K, V, KR, VR> answer = answers.poll();
                    answer != null;
                    answer = answers.poll()) {
                if (!answer.call.over) {
                    end(answer);
                    any = true;
                    call();
                }
            }
            return any;
        }

        private void end(Answer<K, V, KR, VR> answer) {
            Waiting<K, V> asked = answer.call.of;
            answer.call.over = true;
            open--;
            inFlight.remove(asked);
            nextOfKey(asked);
            current.within(
                    asked.origin(),
                    () -> {
                        if (answer.failure != null) {
                            current.failed(asked.record(), exception(answer.failure));
                        } else if (answer.records != null) {
                            answer.records.forEach(this::send);
                        }
                    });
        }

        @SuppressWarnings("unchecked")
        private void send(Record<? extends KR, ? extends VR> record) {
            context().forward((Record<KR, VR>) record);
        }

        private void nextOfKey(Waiting<K, V> ended) {
            if (ended.key() == null) {
                return;
            }
            Deque<Waiting<K, V>> line = byKey.get(ended.key());
            line.remove();
            if (line.isEmpty()) {
                byKey.remove(ended.key());
            } else {
                ready.add(line.element());
            }
        }

        private static Exception exception(Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
            return cause instanceof Exception known ? known : new StreamsException(cause);
        }
    }
}

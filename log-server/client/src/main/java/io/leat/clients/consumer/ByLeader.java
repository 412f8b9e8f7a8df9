package io.leat.clients.consumer;

import io.leat.clients.network.Call;
import io.leat.clients.network.ClientIo;
import io.leat.clients.network.Errors;
import io.leat.common.Cluster;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.common.errors.ApiException;
import io.leat.common.errors.RetriableException;
import io.leat.log.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Splits a question about partitions among their leaders and gathers the answers. Partitions whose
 * leader is unknown, has moved or cannot be reached are left out: the caller asks again, by fresher
 * metadata. Stateless.
 */
final class ByLeader {

    private ByLeader() {}

    /** Collects answers of one response. */
    static final class Answers<R> {

        private final Map<TopicPartition, R> results = new HashMap<>();
        private ApiException failure;
        private boolean stale;

        void add(TopicPartition partition, ErrorCode error, R result) {
            if (error == ErrorCode.NONE) {
                results.put(partition, result);
                return;
            }
            ApiException exception = Errors.of(error, error.message() + ": " + partition);
            if (exception instanceof RetriableException) {
                stale = true;
            } else {
                failure = exception;
            }
        }
    }

    static <Q, M, R> CompletableFuture<Map<TopicPartition, R>> ask(
            ClientIo io,
            Map<TopicPartition, Q> questions,
            Function<Map<TopicPartition, Q>, Call<M>> call,
            BiConsumer<M, Answers<R>> read) {
        Cluster cluster = io.metadata().view().cluster();
        Map<Integer, Map<TopicPartition, Q>> byNode = new LinkedHashMap<>();
        boolean missing = false;
        for (Map.Entry<TopicPartition, Q> question : questions.entrySet()) {
            Node leader = cluster.leaderFor(question.getKey());
            if (leader == null || leader.isEmpty()) {
                missing = true;
            } else {
                byNode.computeIfAbsent(leader.id(), none -> new LinkedHashMap<>())
                        .put(question.getKey(), question.getValue());
            }
        }
        if (missing) {
            io.metadata().refresh();
        }
        List<CompletableFuture<Answers<R>>> parts = new ArrayList<>();
        byNode.forEach(
                (node, asked) ->
                        parts.add(
                                io.send(node, call.apply(asked))
                                        .handle((response, e) -> answers(response, e, read))));
        return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
                .thenApply(none -> gather(io, parts));
    }

    private static <M, R> Answers<R> answers(
            M response, Throwable failure, BiConsumer<M, Answers<R>> read) {
        Answers<R> answers = new Answers<>();
        if (failure == null) {
            read.accept(response, answers);
            return answers;
        }
        RuntimeException cause = Errors.unwrap(failure);
        if (!(cause instanceof RetriableException)) {
            throw cause;
        }
        answers.stale = true;
        return answers;
    }

    private static <R> Map<TopicPartition, R> gather(
            ClientIo io, List<CompletableFuture<Answers<R>>> parts) {
        Map<TopicPartition, R> all = new HashMap<>();
        boolean stale = false;
        for (CompletableFuture<Answers<R>> part : parts) {
            Answers<R> answers = part.join();
            if (answers.failure != null) {
                throw answers.failure;
            }
            stale |= answers.stale;
            all.putAll(answers.results);
        }
        if (stale) {
            io.metadata().refresh();
        }
        return all;
    }

    /** Groups partitions by topic, as requests want them. */
    static <Q, E, T> List<T> byTopic(
            Map<TopicPartition, Q> partitions,
            BiFunction<TopicPartition, Q, E> element,
            BiFunction<String, List<E>, T> topic) {
        Map<String, List<E>> elements = new LinkedHashMap<>();
        partitions.forEach(
                (partition, question) ->
                        elements.computeIfAbsent(partition.topic(), none -> new ArrayList<>())
                                .add(element.apply(partition, question)));
        List<T> topics = new ArrayList<>();
        elements.forEach((name, all) -> topics.add(topic.apply(name, all)));
        return topics;
    }
}

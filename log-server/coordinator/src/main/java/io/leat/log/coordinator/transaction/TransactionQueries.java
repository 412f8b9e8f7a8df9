package io.leat.log.coordinator.transaction;

import io.leat.log.coordinator.TopicPartition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.DescribeTransactionsResponse;
import io.leat.log.protocol.message.DescribeTransactionsResponse.TopicData;
import io.leat.log.protocol.message.ListTransactionsRequest;
import io.leat.log.protocol.message.ListTransactionsResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Answers what administrators ask about transactions (KIP-664). Owned by the shard's loop. */
final class TransactionQueries {

    private final Map<String, Transaction> transactions;

    TransactionQueries(Map<String, Transaction> transactions) {
        this.transactions = transactions;
    }

    DescribeTransactionsResponse.TransactionState describe(String id) {
        DescribeTransactionsResponse.TransactionState.Builder state =
                DescribeTransactionsResponse.TransactionState.builder().transactionalId(id);
        Transaction found = transactions.get(id);
        if (found == null) {
            return state.errorCode(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND)
                    .producerId(-1)
                    .producerEpoch((short) -1)
                    .build();
        }
        return state.transactionState(found.status().label())
                .transactionTimeoutMs(found.timeoutMs())
                .transactionStartTimeMs(found.startMs())
                .producerId(found.producer().id())
                .producerEpoch(found.producer().epoch())
                .topics(byTopic(found.partitions()))
                .build();
    }

    private static List<TopicData> byTopic(Set<TopicPartition> partitions) {
        Map<String, List<Integer>> topics = new TreeMap<>();
        for (TopicPartition each : partitions) {
            topics.computeIfAbsent(each.topic(), t -> new ArrayList<>()).add(each.partition());
        }
        List<TopicData> all = new ArrayList<>();
        topics.forEach((topic, ids) -> all.add(new TopicData(topic, ids)));
        return all;
    }

    ListTransactionsResponse list(ListTransactionsRequest request, long nowMs) {
        Set<TransactionStatus> statuses = EnumSet.noneOf(TransactionStatus.class);
        List<String> unknown = new ArrayList<>();
        for (String filter : request.stateFilters()) {
            TransactionStatus status = TransactionStatus.forLabel(filter);
            if (status == null) {
                unknown.add(filter);
            } else {
                statuses.add(status);
            }
        }
        ListTransactionsResponse.Builder response =
                ListTransactionsResponse.builder().unknownStateFilters(unknown);
        if (statuses.isEmpty() && !unknown.isEmpty()) {
            return response.build();
        }
        Pattern pattern;
        try {
            pattern = pattern(request.transactionalIdPattern());
        } catch (PatternSyntaxException e) {
            return response.errorCode(ErrorCode.INVALID_REGULAR_EXPRESSION).build();
        }
        List<ListTransactionsResponse.TransactionState> states = new ArrayList<>();
        for (Transaction each : transactions.values()) {
            if (matches(each, request, statuses, pattern, nowMs)) {
                states.add(
                        new ListTransactionsResponse.TransactionState(
                                each.id(), each.producer().id(), each.status().label()));
            }
        }
        return response.transactionStates(states).build();
    }

    private static @Nullable Pattern pattern(@Nullable String text) {
        return text == null || text.isEmpty() ? null : Pattern.compile(text);
    }

    private static boolean matches(
            Transaction each,
            ListTransactionsRequest request,
            Set<TransactionStatus> statuses,
            @Nullable Pattern pattern,
            long nowMs) {
        List<Long> producers = request.producerIdFilters();
        boolean lasts =
                request.durationFilter() < 0
                        || (each.isOngoing() && nowMs - each.startMs() > request.durationFilter());
        return lasts
                && (statuses.isEmpty() || statuses.contains(each.status()))
                && (producers.isEmpty() || producers.contains(each.producer().id()))
                && (pattern == null || pattern.matcher(each.id()).matches());
    }
}

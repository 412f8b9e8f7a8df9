package io.leat.streams.query;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the partitions of a store answered. Owned by whoever asked. */
public class StateQueryResult<R> {

    private final Map<Integer, QueryResult<R>> partitionResults = new HashMap<>();
    private @Nullable QueryResult<R> globalResult;

    public void setGlobalResult(QueryResult<R> result) {
        globalResult = result;
    }

    public void addResult(int partition, QueryResult<R> result) {
        partitionResults.put(partition, result);
    }

    public Map<Integer, QueryResult<R>> getPartitionResults() {
        return partitionResults;
    }

    /**
     * The one answer that is a success with a result; null when there is none.
     *
     * @throws IllegalArgumentException if there are several
     */
    public @Nullable QueryResult<R> getOnlyPartitionResult() {
        List<QueryResult<R>> found =
                partitionResults.values().stream()
                        .filter(QueryResult::isSuccess)
                        .filter(result -> result.getResult() != null)
                        .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException(
                    "The query did not return exactly one partition result: " + partitionResults);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    /** The answer of a global store; null for other stores. */
    public @Nullable QueryResult<R> getGlobalResult() {
        return globalResult;
    }

    /** What all answers together had seen: the bound for the next query to see at least that. */
    public Position getPosition() {
        QueryResult<R> global = globalResult;
        Collection<QueryResult<R>> answers =
                global != null ? List.of(global) : partitionResults.values();
        Position all = Position.emptyPosition();
        answers.forEach(answer -> all.merge(answer.getPosition()));
        return all;
    }

    @Override
    public String toString() {
        return "StateQueryResult{partitionResults="
                + partitionResults
                + ", globalResult="
                + globalResult
                + '}';
    }
}

package io.leat.log.cli.groups;

import io.leat.common.KafkaFuture;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What became of groups that were to be deleted. A command's thread owns it. */
final class GroupDeletion {

    private final String kind;
    private final Set<String> deleted = new TreeSet<>();
    private final Map<String, String> failures = new TreeMap<>();

    /**
     * @param kind of groups, as in "streams groups"
     */
    GroupDeletion(String kind) {
        this.kind = kind;
    }

    void failed(String group, String why) {
        failures.put(group, why);
    }

    void await(Map<String, KafkaFuture<Void>> deletions) throws InterruptedException {
        for (Map.Entry<String, KafkaFuture<Void>> each : deletions.entrySet()) {
            String failure = failure(each.getValue());
            if (failure == null) {
                deleted.add(each.getKey());
            } else {
                failures.put(each.getKey(), failure);
            }
        }
    }

    /** Why something failed; null if it did not. */
    static @Nullable String failure(KafkaFuture<Void> outcome) throws InterruptedException {
        try {
            outcome.get();
            return null;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return cause == null ? e.getMessage() : cause.getMessage();
        }
    }

    Set<String> deleted() {
        return deleted;
    }

    /** Prints it; returns whether all groups are deleted. */
    boolean print(PrintWriter out) {
        String names = deleted.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
        if (failures.isEmpty()) {
            out.println("Deletion of requested " + kind + " (" + names + ") was successful.");
            return true;
        }
        out.println("\nError: Deletion of some " + kind + " failed:");
        failures.forEach(
                (group, failure) ->
                        out.println(
                                "* Group '" + group + "' could not be deleted due to: " + failure));
        if (!deleted.isEmpty()) {
            out.println("\nThese " + kind + " were deleted successfully: " + names);
        }
        return false;
    }
}

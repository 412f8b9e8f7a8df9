package io.leat.clients.admin;

import java.util.List;
import java.util.Objects;

/** To how many partitions a topic grows. Immutable. */
public class NewPartitions {

    private final int totalCount;
    private final List<List<Integer>> assignments;

    private NewPartitions(int totalCount, List<List<Integer>> assignments) {
        this.totalCount = totalCount;
        this.assignments = assignments;
    }

    /** Grows to {@code totalCount}; the controller places the new ones. */
    public static NewPartitions increaseTo(int totalCount) {
        return new NewPartitions(totalCount, null);
    }

    /** Grows to {@code totalCount}; one list of brokers for each new partition. */
    public static NewPartitions increaseTo(int totalCount, List<List<Integer>> newAssignments) {
        return new NewPartitions(totalCount, newAssignments);
    }

    public int totalCount() {
        return totalCount;
    }

    /** Brokers of each new partition, or null. */
    public List<List<Integer>> assignments() {
        return assignments;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NewPartitions that
                && totalCount == that.totalCount
                && Objects.equals(assignments, that.assignments);
    }

    @Override
    public int hashCode() {
        return Objects.hash(totalCount, assignments);
    }

    @Override
    public String toString() {
        return "NewPartitions(totalCount=" + totalCount + ", assignments=" + assignments + ")";
    }
}

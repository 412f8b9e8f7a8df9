package io.leat.clients.admin;

import java.util.List;

/** A partition whose replicas are moving. Immutable. */
public class PartitionReassignment {

    private final List<Integer> replicas;
    private final List<Integer> addingReplicas;
    private final List<Integer> removingReplicas;

    public PartitionReassignment(
            List<Integer> replicas, List<Integer> addingReplicas, List<Integer> removingReplicas) {
        this.replicas = List.copyOf(replicas);
        this.addingReplicas = List.copyOf(addingReplicas);
        this.removingReplicas = List.copyOf(removingReplicas);
    }

    /** All brokers with a replica at present, coming and going ones included. */
    public List<Integer> replicas() {
        return replicas;
    }

    /** Those that are catching up and will stay. */
    public List<Integer> addingReplicas() {
        return addingReplicas;
    }

    /** Those that will go when the others have caught up. */
    public List<Integer> removingReplicas() {
        return removingReplicas;
    }

    @Override
    public String toString() {
        return "PartitionReassignment(replicas="
                + replicas
                + ", addingReplicas="
                + addingReplicas
                + ", removingReplicas="
                + removingReplicas
                + ")";
    }
}

package io.leat.clients.admin;

import java.util.List;

/** Where the replicas of a partition are to be; the first one is the preferred leader. */
public class NewPartitionReassignment {

    private final List<Integer> targetReplicas;

    /**
     * @throws IllegalArgumentException if there are none
     */
    public NewPartitionReassignment(List<Integer> targetReplicas) {
        if (targetReplicas == null || targetReplicas.isEmpty()) {
            throw new IllegalArgumentException("A partition needs at least one replica");
        }
        this.targetReplicas = List.copyOf(targetReplicas);
    }

    public List<Integer> targetReplicas() {
        return targetReplicas;
    }
}

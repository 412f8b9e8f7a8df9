package io.leat.log.coordinator.group.assignment;

import io.leat.log.coordinator.group.TopicCatalog;
import java.util.Map;
import java.util.SortedMap;

/** Decides who gets which partitions. Stateless; the same input gives the same output. */
public interface Assignor {

    /** The name by which members and settings ask for it. */
    String name();

    /**
     * Gives each member a target; who is left out gets nothing.
     *
     * @param members by their ids, at least one
     */
    Map<String, Assignment> assign(SortedMap<String, MemberSpec> members, TopicCatalog topics);
}

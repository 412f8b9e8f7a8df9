package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.ConsumerGroupDescription;
import io.leat.clients.admin.OffsetSpec;
import io.leat.clients.admin.RemoveMembersFromConsumerGroupOptions;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import io.leat.common.errors.GroupIdNotFoundException;
import io.leat.log.cli.CommandFailure;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * Takes a Streams application back to where it began, in the lines that Apache Kafka's tool prints.
 * A command's thread owns it.
 */
final class ApplicationReset {

    /** What Streams names its internal topics, behind the application id. */
    private static final Pattern INTERNAL =
            Pattern.compile(
                    ".*(-changelog|-repartition|-subscription-(registration|response)-topic"
                            + "|-KTABLE-FK-JOIN-SUBSCRIPTION-(REGISTRATION|RESPONSE)-\\d+-topic)");

    private final Admin admin;
    private final String application;
    private final boolean dryRun;
    private final PrintWriter out;

    ApplicationReset(Admin admin, String application, boolean dryRun, PrintWriter out) {
        this.admin = admin;
        this.application = application;
        this.dryRun = dryRun;
        this.out = out;
    }

    /**
     * Nobody may be in the group; with {@code force} whoever is there is removed, not in a dry run.
     */
    void dismiss(boolean force) throws Exception {
        Collection<?> members;
        try {
            ConsumerGroupDescription group =
                    admin.describeConsumerGroups(List.of(application)).all().get().get(application);
            members = group == null ? List.of() : group.members();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
            members = List.of();
        }
        if (members.isEmpty()) {
            return;
        }
        if (!force) {
            throw new CommandFailure(
                    "group '"
                            + application
                            + "' still has "
                            + members.size()
                            + " members. Stop all instances of the application first; --force"
                            + " removes those that did not leave.");
        }
        if (dryRun) { // Apache's tool removes them all the same
            out.println("Would delete all active members in the group: " + application);
            return;
        }
        out.println("Force deleting all active members in the group: " + application);
        admin.removeMembersFromConsumerGroup(
                        application, new RemoveMembersFromConsumerGroupOptions())
                .all()
                .get();
    }

    /** Moves offsets of topics that are there; returns whether all of them are. */
    boolean offsets(List<String> input, OffsetTarget target, List<String> intermediate)
            throws Exception {
        if (input.isEmpty() && intermediate.isEmpty()) {
            out.println("No input or intermediate topics specified. Skipping seek.");
            return true;
        }
        if (!input.isEmpty()) {
            out.println("Reset-offsets for input topics " + input);
        }
        if (!intermediate.isEmpty()) {
            out.println("Seek-to-end for intermediate topics " + intermediate);
        }
        Set<String> there = admin.listTopics().names().get();
        boolean complete = all(there, input, "input");
        complete &= all(there, intermediate, "intermediate");
        Map<TopicPartition, Long> moved = new TreeMap<>(ConsumerGroups.BY_NAME);
        Collection<TopicPartition> read = partitions(there, input);
        if (!read.isEmpty()) {
            out.println(
                    "Following input topics offsets will be reset to (for consumer group "
                            + application
                            + ")");
            moved.putAll(target.resolve(scope(read)));
            moved.keySet().retainAll(read);
            moved.forEach(
                    (partition, offset) ->
                            out.println(
                                    "Topic: "
                                            + partition.topic()
                                            + " Partition: "
                                            + partition.partition()
                                            + " Offset: "
                                            + offset));
        }
        Collection<TopicPartition> passed = partitions(there, intermediate);
        if (!passed.isEmpty()) {
            out.println(
                    "Following intermediate topics offsets will be reset to end (for consumer"
                            + " group "
                            + application
                            + ")");
            passed.forEach(partition -> out.println("Topic: " + partition.topic()));
            moved.putAll(new OffsetTarget.Spec(OffsetSpec.latest()).resolve(scope(passed)));
        }
        if (!dryRun) {
            commit(moved);
        }
        out.println("Done.");
        return complete;
    }

    private boolean all(Set<String> there, List<String> named, String kind) {
        List<String> missing = named.stream().filter(topic -> !there.contains(topic)).toList();
        if (!missing.isEmpty()) {
            out.println("Following " + kind + " topics are not found, skipping them");
            missing.forEach(topic -> out.println("Topic: " + topic));
        }
        return missing.isEmpty();
    }

    private Collection<TopicPartition> partitions(Set<String> there, List<String> named)
            throws Exception {
        return NamedPartitions.of(admin, named.stream().filter(there::contains).toList());
    }

    private OffsetTarget.Scope scope(Collection<TopicPartition> partitions) throws Exception {
        return new OffsetTarget.Scope(
                admin, application, partitions, ConsumerGroups.committed(admin, application), out);
    }

    private void commit(Map<TopicPartition, Long> moved) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        moved.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        if (!offsets.isEmpty()) {
            admin.alterConsumerGroupOffsets(application, offsets).all().get();
        }
    }

    /**
     * Deletes internal topics; returns whether all of them are deleted.
     *
     * @param named only these of them; all if there are none
     * @param user topics that are not internal, whatever they are called
     */
    boolean delete(List<String> named, Set<String> user) throws Exception {
        Set<String> internal = new TreeSet<>();
        for (String topic : admin.listTopics().names().get()) {
            if (topic.startsWith(application + "-")
                    && INTERNAL.matcher(topic).matches()
                    && !user.contains(topic)) {
                internal.add(topic);
            }
        }
        if (!internal.containsAll(named)) {
            Set<String> other = new TreeSet<>(named);
            other.removeAll(internal);
            throw new CommandFailure(
                    String.join(", ", other)
                            + ": no internal topic of this application. --dry-run without"
                            + " --internal-topics shows which there are.");
        }
        Collection<String> deleted = named.isEmpty() ? internal : new TreeSet<>(named);
        out.println(
                "Deleting "
                        + (named.isEmpty() ? "inferred" : "specified")
                        + " internal topics "
                        + deleted);
        boolean complete = dryRun || deleted.isEmpty() || deleteAll(deleted);
        out.println("Done.");
        return complete;
    }

    private boolean deleteAll(Collection<String> topics) throws InterruptedException {
        boolean complete = true;
        for (var each : admin.deleteTopics(topics).topicNameValues().entrySet()) {
            String failure = GroupDeletion.failure(each.getValue());
            if (failure != null) {
                out.println("Topic " + each.getKey() + " could not be deleted: " + failure);
                complete = false;
            }
        }
        return complete;
    }
}

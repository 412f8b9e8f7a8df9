package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.TopicDescription;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import io.leat.log.cli.Table;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Deletes offsets of one group by topic or partition. A command's thread owns it. */
final class OffsetDeletion {

    private final Set<TopicPartition> partitions = new TreeSet<>(ConsumerGroups.BY_NAME);
    private final Map<TopicPartition, String> failures = new TreeMap<>(ConsumerGroups.BY_NAME);
    private @Nullable String failure;

    /** All partitions of topics, or those that TOPIC:0,1 names. */
    void add(Admin admin, Collection<String> topics) throws Exception {
        Set<String> whole = new TreeSet<>();
        for (String topic : topics) {
            if (topic.indexOf(':') < 0) {
                whole.add(topic);
            } else {
                partitions.addAll(NamedPartitions.named(topic));
            }
        }
        for (Map.Entry<String, KafkaFuture<TopicDescription>> each :
                admin.describeTopics(whole).topicNameValues().entrySet()) {
            try {
                each.getValue().get().partitions().stream()
                        .map(of -> new TopicPartition(each.getKey(), of.partition()))
                        .forEach(partitions::add);
            } catch (ExecutionException e) {
                failures.put(new TopicPartition(each.getKey(), -1), String.valueOf(e.getMessage()));
            }
        }
    }

    Set<TopicPartition> partitions() {
        return partitions;
    }

    /** Waits for the end of it. */
    void await(KafkaFuture<Void> all, Function<TopicPartition, KafkaFuture<Void>> each)
            throws InterruptedException {
        failure = GroupDeletion.failure(all);
        for (TopicPartition partition : partitions) {
            String why = GroupDeletion.failure(each.apply(partition));
            if (why != null) {
                failures.put(partition, why);
            }
        }
    }

    /** Prints it; returns whether all offsets are deleted. */
    boolean print(String group, PrintWriter out) {
        if (failure == null) {
            out.println("Request succeeded for deleting offsets from group " + group + ".");
        } else {
            out.println("\nError: " + failure);
        }
        Table table = new Table("TOPIC", "PARTITION", "STATUS").width("PARTITION", 10);
        Set<TopicPartition> all = new TreeSet<>(ConsumerGroups.BY_NAME);
        all.addAll(partitions);
        all.addAll(failures.keySet());
        for (TopicPartition each : all) {
            String why = failures.get(each);
            table.row(
                    each.topic(),
                    each.partition() < 0 ? null : each.partition(),
                    why == null ? "Successful" : "Error: " + why);
        }
        table.print(out);
        return failure == null && failures.isEmpty();
    }
}

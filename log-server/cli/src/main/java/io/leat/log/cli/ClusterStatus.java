package io.leat.log.cli;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.ConfigEntry;
import io.leat.clients.admin.DescribeClusterResult;
import io.leat.clients.admin.ListTopicsOptions;
import io.leat.clients.admin.TopicDescription;
import io.leat.common.Node;
import io.leat.common.TopicPartitionInfo;
import io.leat.common.config.ConfigResource;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in plain words how a cluster is: what {@code leat cluster status} prints. */
public final class ClusterStatus {

    private static final String MIN_ISR = "min.insync.replicas";

    private final Admin admin;
    private final PrintWriter out;

    public ClusterStatus(Admin admin, PrintWriter out) {
        this.admin = admin;
        this.out = out;
    }

    /** Prints it; returns whether every partition has all its replicas in sync. */
    public boolean print() throws Exception {
        Set<Integer> running = nodes();
        Map<String, TopicDescription> topics = topics();
        Map<String, Integer> minIsr = minIsr(topics.keySet());
        List<String> findings = new ArrayList<>();
        int partitions = 0;
        for (Map.Entry<String, TopicDescription> topic : topics.entrySet()) {
            for (TopicPartitionInfo partition : topic.getValue().partitions()) {
                partitions++;
                String name = topic.getKey() + "-" + partition.partition();
                int wanted = minIsr.getOrDefault(topic.getKey(), 1);
                String finding = finding(name, partition, running, wanted);
                if (finding != null) {
                    findings.add(finding);
                }
            }
        }
        findings.forEach(out::println);
        out.println(
                findings.isEmpty()
                        ? "All " + partitions + " partitions have all their replicas in sync."
                        : findings.size() + " of " + partitions + " partitions need attention.");
        return findings.isEmpty();
    }

    /** Prints the nodes that serve; returns their numbers. */
    private Set<Integer> nodes() throws Exception {
        DescribeClusterResult cluster = admin.describeCluster();
        Map<Integer, Node> nodes = new TreeMap<>();
        for (Node node : cluster.nodes().get()) {
            nodes.put(node.id(), node);
        }
        out.println("Cluster " + cluster.clusterId().get());
        nodes.forEach(
                (id, node) -> out.println("Node " + id + " on " + node.host() + ":" + node.port()));
        return new TreeSet<>(nodes.keySet());
    }

    private Map<String, TopicDescription> topics() throws Exception {
        Collection<String> names =
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
        return new TreeMap<>(admin.describeTopics(names).allTopicNames().get());
    }

    private Map<String, Integer> minIsr(Collection<String> topics) throws Exception {
        List<ConfigResource> resources =
                topics.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList();
        Map<String, Integer> values = new TreeMap<>();
        admin.describeConfigs(resources)
                .all()
                .get()
                .forEach(
                        (resource, config) -> {
                            ConfigEntry entry = config.get(MIN_ISR);
                            if (entry != null && entry.value() != null) {
                                values.put(resource.name(), Integer.parseInt(entry.value()));
                            }
                        });
        return values;
    }

    private static @Nullable String finding(
            String name, TopicPartitionInfo partition, Set<Integer> running, int minIsr) {
        Set<Integer> replicas = ids(partition.replicas());
        Set<Integer> inSync = ids(partition.isr());
        Set<Integer> missing = new TreeSet<>(replicas);
        missing.removeAll(inSync);
        Set<Integer> down = new TreeSet<>(missing);
        down.removeAll(running);
        Node leader = partition.leader();
        if (leader == null || leader.isEmpty()) {
            return name
                    + " has no leader and takes no requests: none of its replicas that has"
                    + " everything is running. Start node "
                    + list(down.isEmpty() ? replicas : down)
                    + " again.";
        }
        if (missing.isEmpty()) {
            return null;
        }
        String why =
                down.isEmpty()
                        ? "node " + list(missing) + " is catching up"
                        : "node " + list(down) + " is down";
        boolean refuses = inSync.size() < Math.min(minIsr, replicas.size());
        return name
                + (refuses
                        ? " refuses writes with acks=all, fewer than " + minIsr + " are in sync: "
                        : " is under-replicated: ")
                + why
                + " (in sync: "
                + list(inSync)
                + " of "
                + list(replicas)
                + ").";
    }

    private static Set<Integer> ids(List<Node> nodes) {
        return nodes.stream().map(Node::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String list(Set<Integer> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}

package io.leat.streams.runtime;

import io.leat.common.TopicPartition;
import io.leat.streams.state.HostInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which instance reads what, as of the last assignment. Each member tells the leader where it
 * answers queries, and the leader tells all members. Safe for several threads.
 */
public final class GroupView {

    private static final Logger LOG = LoggerFactory.getLogger(GroupView.class);
    private static final byte VERSION = 1;

    private final @Nullable HostInfo own;
    private volatile Map<HostInfo, Set<TopicPartition>> hosts = Map.of();

    GroupView(@Nullable HostInfo own) {
        this.own = own;
    }

    /** What each instance reads that says where it answers queries; empty before the first time. */
    public Map<HostInfo, Set<TopicPartition>> hosts() {
        return hosts;
    }

    /** What this member tells the leader; null for nothing. */
    @Nullable ByteBuffer ownAddress() {
        if (own == null) {
            return null;
        }
        byte[] host = own.host().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Integer.BYTES + host.length)
                .put(VERSION)
                .putInt(own.port())
                .put(host)
                .flip();
    }

    /** What a member told; null when it does not say where it is. */
    static @Nullable HostInfo address(@Nullable ByteBuffer told) {
        if (told == null
                || told.remaining() <= 1 + Integer.BYTES
                || told.get(told.position()) != VERSION) {
            return null;
        }
        ByteBuffer in = told.duplicate();
        in.get();
        int port = in.getInt();
        return new HostInfo(StandardCharsets.UTF_8.decode(in).toString(), port);
    }

    /** What the leader tells all. */
    static ByteBuffer encode(Map<HostInfo, Set<TopicPartition>> hosts) {
        int size = 1 + Integer.BYTES;
        for (Map.Entry<HostInfo, Set<TopicPartition>> host : hosts.entrySet()) {
            size += 3 * Integer.BYTES + bytes(host.getKey().host()).length;
            for (String topic : topics(host.getValue())) {
                size += 2 * Integer.BYTES + bytes(topic).length;
            }
            size += Integer.BYTES * host.getValue().size();
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(VERSION).putInt(hosts.size());
        hosts.forEach(
                (host, partitions) -> {
                    put(out, host.host());
                    out.putInt(host.port());
                    Set<String> topics = topics(partitions);
                    out.putInt(topics.size());
                    for (String topic : topics) {
                        put(out, topic);
                        int[] numbers = numbers(partitions, topic);
                        out.putInt(numbers.length);
                        for (int number : numbers) {
                            out.putInt(number);
                        }
                    }
                });
        return out.flip();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ByteBuffer out, String text) {
        out.putInt(bytes(text).length).put(bytes(text));
    }

    private static Set<String> topics(Collection<TopicPartition> partitions) {
        Set<String> topics = new TreeSet<>();
        partitions.forEach(partition -> topics.add(partition.topic()));
        return topics;
    }

    private static int[] numbers(Collection<TopicPartition> partitions, String topic) {
        return partitions.stream()
                .filter(partition -> partition.topic().equals(topic))
                .mapToInt(TopicPartition::partition)
                .sorted()
                .toArray();
    }

    /** Takes over what the leader told. */
    void assigned(@Nullable ByteBuffer told) {
        if (told == null || !told.hasRemaining() || told.get(told.position()) != VERSION) {
            hosts = Map.of();
            return;
        }
        try {
            hosts = decode(told.duplicate());
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("the leader's list of instances is not understood");
            hosts = Map.of();
        }
    }

    private static Map<HostInfo, Set<TopicPartition>> decode(ByteBuffer in) {
        in.get();
        Map<HostInfo, Set<TopicPartition>> hosts = new LinkedHashMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            String name = text(in);
            HostInfo host = new HostInfo(name, in.getInt());
            Set<TopicPartition> partitions = new HashSet<>();
            for (int topics = in.getInt(); topics > 0; topics--) {
                String topic = text(in);
                for (int numbers = in.getInt(); numbers > 0; numbers--) {
                    partitions.add(new TopicPartition(topic, in.getInt()));
                }
            }
            hosts.put(host, partitions);
        }
        return hosts;
    }

    private static String text(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a text of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

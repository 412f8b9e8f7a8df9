package io.leat.streams.runtime;

import io.leat.common.TopicPartition;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.HostInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How members and the leader of a group write what they tell each other. Stateless. */
final class Wire {

    private static final byte VERSION = 3;

    private Wire() {}

    /** Writes something. */
    interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /** Reads something. */
    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static ByteBuffer bytes(Writer content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    /** What {@code content} reads from {@code told}; null if that is nothing, or not ours. */
    static <T> @Nullable T read(@Nullable ByteBuffer told, Reader<T> content) {
        if (told == null) {
            return null;
        }
        byte[] bytes = new byte[told.remaining()];
        told.duplicate().get(bytes);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return in.readByte() == VERSION ? content.read(in) : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    static void tasks(DataOutputStream out, Collection<TaskId> tasks) throws IOException {
        out.writeInt(tasks.size());
        for (TaskId task : tasks) {
            task(out, task);
        }
    }

    static Set<TaskId> tasks(DataInputStream in) throws IOException {
        Set<TaskId> tasks = new TreeSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            tasks.add(task(in));
        }
        return tasks;
    }

    static void positions(DataOutputStream out, Map<TaskId, Long> positions) throws IOException {
        out.writeInt(positions.size());
        for (Map.Entry<TaskId, Long> position : positions.entrySet()) {
            task(out, position.getKey());
            out.writeLong(position.getValue());
        }
    }

    static Map<TaskId, Long> positions(DataInputStream in) throws IOException {
        Map<TaskId, Long> positions = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            TaskId task = task(in);
            positions.put(task, in.readLong());
        }
        return positions;
    }

    private static void task(DataOutputStream out, TaskId task) throws IOException {
        out.writeInt(task.subtopology());
        out.writeInt(task.partition());
    }

    private static TaskId task(DataInputStream in) throws IOException {
        int subtopology = in.readInt();
        return new TaskId(subtopology, in.readInt());
    }

    static void tags(DataOutputStream out, Map<String, String> tags) throws IOException {
        out.writeInt(tags.size());
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            out.writeUTF(tag.getKey());
            out.writeUTF(tag.getValue());
        }
    }

    static Map<String, String> tags(DataInputStream in) throws IOException {
        Map<String, String> tags = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String key = in.readUTF();
            tags.put(key, in.readUTF());
        }
        return tags;
    }

    /** A text at the end that former versions do not write; empty where it is missing. */
    static String added(DataInputStream in) throws IOException {
        return in.available() > 0 ? in.readUTF() : "";
    }

    /** The same with a byte; 0 where it is missing. */
    static byte addedByte(DataInputStream in) throws IOException {
        return in.available() > 0 ? in.readByte() : 0;
    }

    static void host(DataOutputStream out, @Nullable HostInfo host) throws IOException {
        out.writeUTF(host == null ? "" : host.host());
        out.writeInt(host == null ? 0 : host.port());
    }

    static @Nullable HostInfo host(DataInputStream in) throws IOException {
        String name = in.readUTF();
        int port = in.readInt();
        return name.isEmpty() ? null : new HostInfo(name, port);
    }

    static void partitions(DataOutputStream out, Collection<TopicPartition> all)
            throws IOException {
        Map<String, Set<Integer>> byTopic = new LinkedHashMap<>();
        all.forEach(
                one ->
                        byTopic.computeIfAbsent(one.topic(), first -> new TreeSet<>())
                                .add(one.partition()));
        out.writeInt(byTopic.size());
        for (Map.Entry<String, Set<Integer>> topic : byTopic.entrySet()) {
            out.writeUTF(topic.getKey());
            out.writeInt(topic.getValue().size());
            for (int partition : topic.getValue()) {
                out.writeInt(partition);
            }
        }
    }

    static Set<TopicPartition> partitions(DataInputStream in) throws IOException {
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        for (int topics = in.readInt(); topics > 0; topics--) {
            String topic = in.readUTF();
            for (int left = in.readInt(); left > 0; left--) {
                partitions.add(new TopicPartition(topic, in.readInt()));
            }
        }
        return partitions;
    }
}

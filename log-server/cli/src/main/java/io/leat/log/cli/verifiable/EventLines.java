package io.leat.log.cli.verifiable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leat.common.TopicPartition;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints events, an object of JSON on a line each. Any thread uses it. */
final class EventLines {

    private final ObjectMapper json = new ObjectMapper();
    private final PrintWriter out;

    EventLines(PrintWriter out) {
        this.out = out;
    }

    /** The members of an event, in the order they are put. */
    static final class Event {

        private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

        private Event(String name) {
            members.put("timestamp", System.currentTimeMillis());
            members.put("name", name);
        }

        Event with(String member, @Nullable Object value) {
            members.put(member, value);
            return this;
        }
    }

    static Event event(String name) {
        return new Event(name);
    }

    void print(String name) {
        print(event(name));
    }

    synchronized void print(Event event) {
        try {
            out.println(json.writeValueAsString(event.members));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + event.members, e);
        }
        out.flush();
    }

    /** As {@code [{"topic":"a","partition":0}]}. */
    static List<Map<String, Object>> of(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .sorted(
                        Comparator.comparing(TopicPartition::topic)
                                .thenComparingInt(TopicPartition::partition))
                .map(EventLines::of)
                .toList();
    }

    /** As {@code {"topic":"a","partition":0}}; more can be put into it. */
    static Map<String, Object> of(TopicPartition partition) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("topic", partition.topic());
        members.put("partition", partition.partition());
        return members;
    }
}

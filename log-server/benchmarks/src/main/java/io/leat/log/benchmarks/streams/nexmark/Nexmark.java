package io.leat.log.benchmarks.streams.nexmark;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The queries, what they read and write, and their input on a server. Stateless. */
public final class Nexmark {

    /** Before the name of a query it is the name of a program. */
    public static final String PROGRAM = "nexmark-";

    /** The names of the queries. */
    public static final List<String> QUERIES =
            List.of(
                    "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q11", "q13", "q18",
                    "q19", "q20");

    private Nexmark() {}

    /** The topic that {@code query} writes. */
    static String out(String query) {
        return "nexmark-out-" + query;
    }

    /** All topics that queries read or write. */
    public static List<String> topics() {
        List<String> all = new ArrayList<>(Events.TOPICS);
        QUERIES.forEach(query -> all.add(out(query)));
        return all;
    }

    /** The topics that {@code query} reads. */
    static List<String> inputs(String query) {
        return switch (query) {
            case "q3", "q8" -> List.of(Events.PERSONS, Events.SALES);
            case "q4", "q6", "q20" -> List.of(Events.BIDS, Events.AUCTIONS);
            case "q13" -> List.of(Events.BIDS, Events.SIDE);
            default -> List.of(Events.BIDS);
        };
    }

    static boolean reads(String query, String topic) {
        return inputs(query).contains(topic);
    }

    /** How many of {@code events} events drive {@code query}: it has to see each of them once. */
    public static long driving(String query, long events) {
        return reads(query, Events.BIDS) ? Events.bids(events) : Events.auctions(events);
    }

    /** Whether all is done when the last event that drives {@code query} was seen. */
    static boolean endsWithItsInput(String query) {
        return !List.of("q4", "q5", "q6").contains(query); // they group once more
    }

    /** Writes {@code events} events, ending now. */
    public static void write(Producer<String, byte[]> producer, long events) {
        Events.all(
                events,
                System.currentTimeMillis() - events,
                (topic, key, time, value) ->
                        producer.send(new ProducerRecord<>(topic, null, time, key, value)));
        producer.flush();
    }
}

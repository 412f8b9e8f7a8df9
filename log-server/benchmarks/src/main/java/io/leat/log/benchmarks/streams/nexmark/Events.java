package io.leat.log.benchmarks.streams.nexmark;

import java.util.List;

/**
 * The input: of 50 events, a millisecond apart, the first is a new person, the next three are new
 * auctions and the others bids, as in NEXMark. The same events each time. Stateless.
 */
final class Events {

    static final String BIDS = "nexmark-bids";
    static final String AUCTIONS = "nexmark-auctions";

    /** Auctions by their sellers. */
    static final String SALES = "nexmark-sales";

    static final String PERSONS = "nexmark-persons";

    /** What is known of auctions by the last two digits of their numbers. */
    static final String SIDE = "nexmark-side";

    /** All of these; keys are numbers as text. */
    static final List<String> TOPICS = List.of(BIDS, AUCTIONS, SALES, PERSONS, SIDE);

    static final int SIDES = 100;

    private static final int CYCLE = 50;
    private static final int AUCTIONS_OF_CYCLE = 3;
    private static final List<String> STATES = List.of("OR", "ID", "CA", "WA", "AZ", "WY");

    /** Auctions that bids still come for. */
    private static final int OPEN = 100;

    /** Takes events one by one, with what they are keyed by. */
    interface Sink {
        void put(String topic, String key, long timeMs, byte[] value);
    }

    private Events() {}

    /** Hands the first {@code count} events over; the first happened at {@code beginMs}. */
    static void all(long count, long beginMs, Sink sink) {
        for (int side = 0; side < SIDES; side++) {
            sink.put(SIDE, Integer.toString(side), beginMs - 1, new byte[] {(byte) side});
        }
        for (long number = 0; number < count; number++) {
            long time = beginMs + number;
            long place = number % CYCLE;
            if (place == 0) {
                Person person = person(number);
                sink.put(PERSONS, Long.toString(person.id()), time, person.bytes());
            } else if (place <= AUCTIONS_OF_CYCLE) {
                Auction auction = auction(number);
                sink.put(AUCTIONS, Long.toString(auction.id()), time, auction.bytes());
                sink.put(SALES, Long.toString(auction.seller()), time, auction.bytes());
            } else {
                Bid bid = bid(number);
                sink.put(BIDS, Long.toString(bid.auction()), time, bid.bytes());
            }
        }
    }

    /** How many of {@code count} events are auctions. */
    static long auctions(long count) {
        long rest = count % CYCLE;
        return count / CYCLE * AUCTIONS_OF_CYCLE
                + Math.max(0, Math.min(rest - 1, AUCTIONS_OF_CYCLE));
    }

    /** How many of {@code count} events are bids. */
    static long bids(long count) {
        long persons = (count + CYCLE - 1) / CYCLE;
        return count - persons - auctions(count);
    }

    private static Person person(long number) {
        return new Person(number / CYCLE, STATES.get(below(STATES.size(), number, 1)));
    }

    private static Auction auction(long number) {
        long cycle = number / CYCLE;
        return new Auction(
                cycle * AUCTIONS_OF_CYCLE + number % CYCLE - 1,
                Math.max(0, cycle - below(1_000, number, 2)),
                below(5, number, 3));
    }

    private static Bid bid(long number) {
        long cycle = number / CYCLE;
        long newest = cycle * AUCTIONS_OF_CYCLE + AUCTIONS_OF_CYCLE - 1;
        // Half of the bids are for one auction in a hundred.
        boolean hot = below(2, number, 4) == 0;
        long auction = hot ? newest / OPEN * OPEN : newest - below(OPEN, number, 5);
        return new Bid(
                number,
                Math.max(0, auction),
                Math.max(0, cycle - below(1_000, number, 6)),
                1 + below(1_000_000, number, 7));
    }

    /** A number from 0 to {@code bound} that event and purpose alone decide (SplitMix64). */
    private static int below(int bound, long number, int purpose) {
        long mixed = (number * 8 + purpose) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return (int) Long.remainderUnsigned(mixed ^ mixed >>> 31, bound);
    }
}

package io.leat.log.benchmarks.streams.nexmark;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.streams.KeyValue;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.GlobalKTable;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.JoinWindows;
import io.leat.streams.kstream.Joined;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.kstream.SessionWindows;
import io.leat.streams.kstream.StreamJoined;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.kstream.ValueJoiner;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** The queries on Leat Streams. The same text as {@link KafkaNexmark}. */
public final class LeatNexmark {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    /** Repartition topics mix what was in order. */
    private static final Duration GRACE = Duration.ofHours(1);

    private static final Serde<String> TEXT = Serdes.String();
    private static final Serde<Bid> BID =
            Serdes.serdeFrom((topic, bid) -> bid.bytes(), (topic, bytes) -> Bid.of(bytes));
    private static final Serde<Auction> AUCTION =
            Serdes.serdeFrom((topic, one) -> one.bytes(), (topic, bytes) -> Auction.of(bytes));
    private static final Serde<Person> PERSON =
            Serdes.serdeFrom((topic, one) -> one.bytes(), (topic, bytes) -> Person.of(bytes));

    private final StreamsBuilder builder;
    private final LongAdder seen;

    private LeatNexmark(StreamsBuilder builder, LongAdder seen) {
        this.builder = builder;
        this.seen = seen;
    }

    /** Adds {@code query} to {@code builder}; {@code seen} counts the records that drive it. */
    public static void build(StreamsBuilder builder, String query, LongAdder seen) {
        new LeatNexmark(builder, seen)
                .build(query)
                .to(Nexmark.out(query), Produced.with(TEXT, TEXT));
    }

    private KStream<String, String> build(String query) {
        return switch (query) {
            case "q0" -> byNumber(bids()).mapValues(Bid::text);
            case "q1" ->
                    byNumber(bids())
                            .mapValues(
                                    bid -> bid.auction() + "," + bid.bidder() + "," + bid.euros());
            case "q2" ->
                    byNumber(bids().filter((key, bid) -> bid.auction() % 123 == 0))
                            .mapValues(Bid::text);
            case "q3" -> localItems();
            case "q4" -> averagePrices();
            case "q5" -> hotItems();
            case "q6" -> pricesOfSellers();
            case "q7" -> highestBids();
            case "q8" -> newSellers();
            case "q11" -> sessions();
            case "q13" -> withSide();
            case "q18" -> lastBids();
            case "q19" ->
                    bids().groupByKey(Grouped.with(TEXT, BID))
                            .aggregate(
                                    () -> "",
                                    (key, bid, best) -> Best.top(best, bid.price()),
                                    Materialized.with(TEXT, TEXT))
                            .toStream();
            case "q20" -> withAuctions();
            default -> throw new IllegalArgumentException("no query " + query);
        };
    }

    private KStream<String, Bid> bids() {
        return allBids().peek((key, bid) -> seen.increment());
    }

    private KStream<String, Bid> allBids() {
        return builder.stream(Events.BIDS, Consumed.with(TEXT, BID));
    }

    private KStream<String, Auction> sales() {
        return builder.stream(Events.SALES, Consumed.with(TEXT, AUCTION))
                .peek((key, auction) -> seen.increment());
    }

    private KTable<String, Auction> auctions() {
        return builder.table(Events.AUCTIONS, Consumed.with(TEXT, AUCTION));
    }

    private static KStream<String, Bid> byNumber(KStream<String, Bid> bids) {
        return bids.selectKey((key, bid) -> Long.toString(bid.number()));
    }

    /** What people of three states sell in one category. */
    private KStream<String, String> localItems() {
        KTable<String, Person> persons = builder.table(Events.PERSONS, Consumed.with(TEXT, PERSON));
        return sales().filter((key, auction) -> auction.category() == 3)
                .join(
                        persons,
                        (auction, person) ->
                                KeyValue.pair(
                                        Long.toString(auction.id()),
                                        person.id() + "," + person.state()),
                        Joined.with(TEXT, AUCTION, PERSON))
                .filter((key, found) -> "OR,ID,CA".contains(found.value.split(",")[1]))
                .map((key, found) -> found);
    }

    /** The sum of the highest bids of each category's auctions, and their number. */
    private KStream<String, String> averagePrices() {
        return sold((price, auction) -> auction.category() + "," + price)
                .groupBy(
                        (key, priced) -> KeyValue.pair(priced.split(",")[0], priced.split(",")[1]),
                        Grouped.with(TEXT, TEXT))
                .aggregate(
                        () -> "0,0",
                        (key, price, sum) -> Best.plus(sum, Long.parseLong(price), 1),
                        (key, price, sum) -> Best.plus(sum, -Long.parseLong(price), -1),
                        Materialized.with(TEXT, TEXT))
                .toStream();
    }

    /** The mean of the highest bids of each seller's last ten auctions. */
    private KStream<String, String> pricesOfSellers() {
        return sold((price, auction) -> auction.seller() + "," + auction.id() + ":" + price)
                .groupBy(
                        (key, priced) -> KeyValue.pair(priced.split(",")[0], priced.split(",")[1]),
                        Grouped.with(TEXT, TEXT))
                .aggregate(
                        () -> "",
                        (key, sale, sales) -> Sales.with(sales, sale),
                        (key, sale, sales) -> Sales.without(sales, sale),
                        Materialized.with(TEXT, TEXT))
                .toStream()
                .mapValues(Sales::mean);
    }

    /** The highest bid of each auction, with the auction. */
    private KTable<String, String> sold(ValueJoiner<Long, Auction, String> text) {
        return bids().groupByKey(Grouped.with(TEXT, BID))
                .aggregate(
                        () -> 0L,
                        (key, bid, highest) -> Math.max(highest, bid.price()),
                        Materialized.with(TEXT, Serdes.Long()))
                .join(auctions(), text, Materialized.with(TEXT, TEXT));
    }

    /** The auction with the most bids in each ten seconds, every two seconds. */
    private KStream<String, String> hotItems() {
        return bids().groupByKey(Grouped.with(TEXT, BID))
                .windowedBy(
                        TimeWindows.ofSizeAndGrace(TEN_SECONDS, GRACE)
                                .advanceBy(Duration.ofSeconds(2)))
                .aggregate(
                        () -> 0L,
                        (key, bid, count) -> count + 1,
                        Materialized.with(TEXT, Serdes.Long()))
                .toStream((window, count) -> window.window().start() + "/" + window.key())
                .map(
                        (key, count) ->
                                KeyValue.pair(key.split("/")[0], count + ":" + key.split("/")[1]))
                .groupByKey(Grouped.with(TEXT, TEXT))
                .aggregate(
                        () -> "",
                        (key, one, best) -> Best.of(best, one),
                        Materialized.with(TEXT, TEXT))
                .toStream();
    }

    /** The highest bid of each ten seconds. */
    private KStream<String, String> highestBids() {
        return allBids()
                .map((key, bid) -> KeyValue.pair("all", bid.price() + ":" + bid.number()))
                .groupByKey(Grouped.with(TEXT, TEXT))
                .windowedBy(TimeWindows.ofSizeAndGrace(TEN_SECONDS, GRACE))
                .aggregate(
                        () -> "",
                        (key, bid, best) -> {
                            seen.increment();
                            return Best.of(best, bid);
                        },
                        Materialized.with(TEXT, TEXT))
                .toStream((window, best) -> Long.toString(window.window().start()));
    }

    /** What people sell within ten seconds before or after they came. */
    private KStream<String, String> newSellers() {
        return builder.stream(Events.PERSONS, Consumed.with(TEXT, PERSON))
                .join(
                        sales(),
                        (person, auction) ->
                                KeyValue.pair(
                                        Long.toString(auction.id()), Long.toString(person.id())),
                        JoinWindows.ofTimeDifferenceAndGrace(TEN_SECONDS, GRACE),
                        StreamJoined.with(TEXT, PERSON, AUCTION))
                .map((key, found) -> found);
    }

    /** How many bids each bidder makes without a pause of ten seconds. */
    private KStream<String, String> sessions() {
        return allBids()
                .map((key, bid) -> KeyValue.pair(Long.toString(bid.bidder()), "1"))
                .groupByKey(Grouped.with(TEXT, TEXT))
                .windowedBy(SessionWindows.ofInactivityGapAndGrace(TEN_SECONDS, GRACE))
                .aggregate(
                        () -> 0L,
                        (key, one, count) -> {
                            seen.increment();
                            return count + 1;
                        },
                        (key, one, other) -> one + other,
                        Materialized.with(TEXT, Serdes.Long()))
                .toStream(
                        (session, count) ->
                                session.key()
                                        + "/"
                                        + session.window().start()
                                        + "/"
                                        + session.window().end())
                .mapValues(count -> count == null ? null : Long.toString(count));
    }

    /** Bids with what is known of their auctions from elsewhere. */
    private KStream<String, String> withSide() {
        GlobalKTable<String, byte[]> side =
                builder.globalTable(Events.SIDE, Consumed.with(TEXT, Serdes.ByteArray()));
        return byNumber(bids())
                .join(
                        side,
                        (key, bid) -> Long.toString(bid.auction() % Events.SIDES),
                        (bid, known) -> bid.text() + "," + known[0]);
    }

    /** The last bid of each bidder for each auction. */
    private KStream<String, String> lastBids() {
        return allBids()
                .groupBy((key, bid) -> bid.bidder() + "/" + bid.auction(), Grouped.with(TEXT, BID))
                .aggregate(
                        () -> "",
                        (key, bid, last) -> {
                            seen.increment();
                            return bid.number() + "," + bid.price();
                        },
                        Materialized.with(TEXT, TEXT))
                .toStream();
    }

    /** Bids for auctions of one category, with these. */
    private KStream<String, String> withAuctions() {
        return bids().join(
                        auctions(),
                        (bid, auction) ->
                                KeyValue.pair(
                                        Long.toString(bid.number()),
                                        bid.text()
                                                + ","
                                                + auction.seller()
                                                + ","
                                                + auction.category()),
                        Joined.with(TEXT, BID, AUCTION))
                .filter((key, found) -> found.value.endsWith(",3"))
                .map((key, found) -> found);
    }
}

package io.leat.log.benchmarks.streams.nexmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What must come out of a query, computed without streams: the last value of each key. */
public final class Expected {

    private static final long TEN_SECONDS = 10_000;
    private static final long TWO_SECONDS = 2_000;

    private record At<T>(long time, T what) {}

    private final List<At<Bid>> bids = new ArrayList<>();
    private final List<At<Auction>> auctions = new ArrayList<>();
    private final List<At<Person>> persons = new ArrayList<>();
    private final Map<Long, Auction> auctionOf = new HashMap<>();
    private final Map<Long, Person> personOf = new HashMap<>();
    private final Map<String, String> out = new TreeMap<>();

    private Expected(long events, long beginMs) {
        Events.all(
                events,
                beginMs,
                (topic, key, time, value) -> {
                    switch (topic) {
                        case Events.BIDS -> bids.add(new At<>(time, Bid.of(value)));
                        case Events.AUCTIONS -> auctions.add(new At<>(time, Auction.of(value)));
                        case Events.PERSONS -> persons.add(new At<>(time, Person.of(value)));
                        default -> {
                            // Auctions once more, or what can be said of their numbers.
                        }
                    }
                });
        auctions.forEach(at -> auctionOf.put(at.what.id(), at.what));
        persons.forEach(at -> personOf.put(at.what.id(), at.what));
    }

    /** The table that {@code query} makes of the first {@code events} events. */
    public static Map<String, String> of(String query, long events, long beginMs) {
        Expected expected = new Expected(events, beginMs);
        expected.compute(query);
        return expected.out;
    }

    private void compute(String query) {
        switch (query) {
            case "q3" -> localItems();
            case "q4" -> averagePrices();
            case "q5" -> hotItems();
            case "q6" -> pricesOfSellers();
            case "q7" -> highestBids();
            case "q8" -> newSellers();
            case "q11" -> sessions();
            default -> bids.forEach(at -> bid(query, at.what));
        }
    }

    private void bid(String query, Bid bid) {
        String number = Long.toString(bid.number());
        String auctionId = Long.toString(bid.auction());
        Auction auction = auctionOf.get(bid.auction());
        switch (query) {
            case "q0" -> out.put(number, bid.text());
            case "q1" -> out.put(number, auctionId + "," + bid.bidder() + "," + bid.euros());
            case "q2" -> {
                if (bid.auction() % 123 == 0) {
                    out.put(number, bid.text());
                }
            }
            case "q13" -> out.put(number, bid.text() + "," + bid.auction() % Events.SIDES);
            case "q18" -> out.put(bid.bidder() + "/" + auctionId, number + "," + bid.price());
            case "q19" ->
                    out.merge(
                            auctionId,
                            Long.toString(bid.price()),
                            (best, price) -> Best.top(best, bid.price()));
            case "q20" -> {
                if (auction != null && auction.category() == 3) {
                    out.put(number, bid.text() + "," + auction.seller() + ",3");
                }
            }
            default -> throw new IllegalArgumentException("no query " + query);
        }
    }

    private void localItems() {
        for (At<Auction> sale : auctions) {
            Person seller = personOf.get(sale.what.seller());
            if (sale.what.category() == 3
                    && seller != null
                    && List.of("OR", "ID", "CA").contains(seller.state())) {
                out.put(Long.toString(sale.what.id()), seller.id() + "," + seller.state());
            }
        }
    }

    /** Each auction that has bids, by number, with its highest bid. */
    private void sold(BiConsumer<Auction, Long> each) {
        Map<Long, Long> highest = new TreeMap<>();
        bids.forEach(at -> highest.merge(at.what.auction(), at.what.price(), Math::max));
        highest.forEach(
                (id, price) -> {
                    Auction auction = auctionOf.get(id);
                    if (auction != null) {
                        each.accept(auction, price);
                    }
                });
    }

    private void averagePrices() {
        sold(
                (auction, price) ->
                        out.merge(
                                Integer.toString(auction.category()),
                                price + ",1",
                                (sum, one) -> Best.plus(sum, price, 1)));
    }

    private void pricesOfSellers() {
        Map<Long, List<Long>> ofSeller = new HashMap<>();
        sold(
                (auction, price) ->
                        ofSeller.computeIfAbsent(auction.seller(), seller -> new ArrayList<>())
                                .add(price));
        ofSeller.forEach(
                (seller, prices) -> {
                    List<Long> last =
                            prices.subList(Math.max(0, prices.size() - Sales.LAST), prices.size());
                    long sum = last.stream().mapToLong(price -> price).sum();
                    out.put(Long.toString(seller), Long.toString(sum / last.size()));
                });
    }

    private void hotItems() {
        Map<Long, Map<Long, Long>> counts = new HashMap<>();
        for (At<Bid> at : bids) {
            long first = Math.max(0, at.time - TEN_SECONDS + TWO_SECONDS);
            for (long start = first / TWO_SECONDS * TWO_SECONDS;
                    start <= at.time;
                    start += TWO_SECONDS) {
                counts.computeIfAbsent(start, window -> new HashMap<>())
                        .merge(at.what.auction(), 1L, Long::sum);
            }
        }
        counts.forEach(
                (start, ofWindow) ->
                        ofWindow.forEach(
                                (auction, count) ->
                                        out.merge(
                                                Long.toString(start),
                                                count + ":" + auction,
                                                Best::of)));
    }

    private void highestBids() {
        for (At<Bid> at : bids) {
            out.merge(
                    Long.toString(at.time / TEN_SECONDS * TEN_SECONDS),
                    at.what.price() + ":" + at.what.number(),
                    Best::of);
        }
    }

    private void newSellers() {
        Map<Long, Long> came = new HashMap<>();
        persons.forEach(at -> came.put(at.what.id(), at.time));
        for (At<Auction> sale : auctions) {
            Long time = came.get(sale.what.seller());
            if (time != null && Math.abs(time - sale.time) <= TEN_SECONDS) {
                out.put(Long.toString(sale.what.id()), Long.toString(sale.what.seller()));
            }
        }
    }

    private void sessions() {
        Map<Long, List<Long>> times = new HashMap<>();
        bids.forEach(
                at ->
                        times.computeIfAbsent(at.what.bidder(), who -> new ArrayList<>())
                                .add(at.time));
        times.forEach(
                (bidder, all) -> {
                    int begin = 0;
                    for (int i = 1; i <= all.size(); i++) {
                        if (i == all.size() || all.get(i) - all.get(i - 1) > TEN_SECONDS) {
                            out.put(
                                    bidder + "/" + all.get(begin) + "/" + all.get(i - 1),
                                    Integer.toString(i - begin));
                            begin = i;
                        }
                    }
                });
    }
}

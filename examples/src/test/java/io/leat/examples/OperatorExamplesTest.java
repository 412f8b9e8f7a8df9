package io.leat.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.DoubleDeserializer;
import io.leat.common.serialization.DoubleSerializer;
import io.leat.common.serialization.IntegerDeserializer;
import io.leat.common.serialization.IntegerSerializer;
import io.leat.common.serialization.LongDeserializer;
import io.leat.common.serialization.LongSerializer;
import io.leat.common.serialization.Serializer;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.examples.async.OrdersWithRisk;
import io.leat.examples.cogroup.CustomerScore;
import io.leat.examples.deadletters.CheckedPayments;
import io.leat.examples.deduplication.FirstOrders;
import io.leat.examples.foreignkey.OrdersWithCustomers;
import io.leat.examples.globaltable.PaymentsInEuro;
import io.leat.examples.queries.AccountBalances;
import io.leat.examples.sessions.ClickSessions;
import io.leat.examples.suppress.HourlyRevenue;
import io.leat.examples.timers.UnpaidOrders;
import io.leat.examples.topn.BestSellers;
import io.leat.examples.versioned.PricesOfThen;
import io.leat.streams.KeyValue;
import io.leat.streams.TestInputTopic;
import io.leat.streams.Topology;
import io.leat.streams.TopologyTestDriver;
import io.leat.streams.test.TestRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples of single operators without a server. */
class OperatorExamplesTest {

    @TempDir Path folder;

    @Test
    void shouldReportTheRevenueOfEachHourOnce() {
        try (TopologyTestDriver driver = driver(HourlyRevenue.topology())) {
            TestInputTopic<String, Long> sales = input(driver, "sales", new LongSerializer());
            sales.pipeInput("north", 500L, 60_000);
            sales.pipeInput("north", 700L, 3_600_000);
            sales.pipeInput("north", 300L, 3_599_000);
            sales.pipeInput("south", 100L, 3_900_000);
            assertEquals(
                    List.of(KeyValue.pair("north 1970-01-01T00:00:00Z", 800L)),
                    output(driver, "revenue", new LongDeserializer()));
            TestInputTopic<String, Integer> stock = input(driver, "stock", new IntegerSerializer());
            stock.pipeInput("apple", 9, 0);
            stock.pipeInput("apple", 8, 30_000);
            stock.pipeInput("pear", 5, 60_000);
            assertEquals(
                    List.of(KeyValue.pair("apple", 8)),
                    output(driver, "stock-calm", new IntegerDeserializer()));
        }
    }

    @Test
    void shouldKeepTheBalanceOfEachAccount() {
        try (TopologyTestDriver driver = driver(AccountBalances.topology())) {
            TestInputTopic<String, String> bookings =
                    input(driver, "bookings", new StringSerializer());
            bookings.pipeInput("ann", "1500");
            bookings.pipeInput("bob", "20");
            bookings.pipeInput("ann", "-250");
            assertEquals(1_250L, driver.getKeyValueStore("balances").get("ann"));
        }
    }

    @Test
    void shouldScoreCustomersFromThreeStreams() {
        try (TopologyTestDriver driver = driver(CustomerScore.topology())) {
            input(driver, "visits", new StringSerializer()).pipeInput("ann", "/home");
            input(driver, "orders", new StringSerializer()).pipeInput("ann", "42");
            input(driver, "complaints", new StringSerializer()).pipeInput("ann", "too late");
            assertEquals(
                    List.of(
                            KeyValue.pair("ann", 1L),
                            KeyValue.pair("ann", 11L),
                            KeyValue.pair("ann", 5L)),
                    output(driver, "scores", new LongDeserializer()));
        }
    }

    @Test
    void shouldConvertPaymentsWithTheRatesOfAllCurrencies() {
        try (TopologyTestDriver driver = driver(PaymentsInEuro.topology())) {
            input(driver, "rates", new DoubleSerializer()).pipeInput("USD", 0.5);
            TestInputTopic<String, String> payments =
                    input(driver, "payments", new StringSerializer());
            payments.pipeInput("ann", "30 USD");
            payments.pipeInput("bob", "10 GBP");
            assertEquals(
                    List.of(KeyValue.pair("ann", 15.0)),
                    output(driver, "euro", new DoubleDeserializer()));
            assertEquals(
                    List.of(KeyValue.pair("bob", "10 GBP")),
                    output(driver, "unknown", new StringDeserializer()));
        }
    }

    @Test
    void shouldKeepOrdersTogetherWithTheNamesOfTheirCustomers() {
        try (TopologyTestDriver driver = driver(OrdersWithCustomers.topology())) {
            TestInputTopic<String, String> customers =
                    input(driver, "customers", new StringSerializer());
            TestInputTopic<String, String> orders = input(driver, "orders", new StringSerializer());
            customers.pipeInput("7", "ann");
            orders.pipeInput("o1", "7 apples");
            orders.pipeInput("o2", "7 pears");
            orders.pipeInput("o3", "8 plums");
            customers.pipeInput("7", "anna");
            assertEquals(
                    List.of(
                            KeyValue.pair("o1", "apples for ann"),
                            KeyValue.pair("o2", "pears for ann"),
                            KeyValue.pair("o1", "apples for anna"),
                            KeyValue.pair("o2", "pears for anna")),
                    output(driver, "enriched", new StringDeserializer()));
        }
    }

    @Test
    void shouldReportSessionsWhenTheyAreOver() {
        try (TopologyTestDriver driver = driver(ClickSessions.topology())) {
            TestInputTopic<String, String> clicks = input(driver, "clicks", new StringSerializer());
            clicks.pipeInput("ann", "/home", minute(0));
            clicks.pipeInput("ann", "/cart", minute(34));
            clicks.pipeInput("ann", "/shoes", minute(17));
            driver.advanceWallClockTime(Duration.ofSeconds(2));
            clicks.pipeInput("bob", "/home", minute(76));
            assertEquals(
                    List.of(KeyValue.pair("ann 34 min", "/home /cart /shoes")),
                    output(driver, "sessions", new StringDeserializer()));
        }
    }

    @Test
    void shouldLetEachOrderThroughOnce() {
        try (TopologyTestDriver driver = driver(FirstOrders.topology())) {
            TestInputTopic<String, String> orders = input(driver, "orders", new StringSerializer());
            orders.pipeInput("o1", "shoes", minute(10));
            orders.pipeInput("o2", "socks", minute(11));
            orders.pipeInput("o1", "shoes", minute(12));
            orders.pipeInput("o1", "shoes", minute(9)); // late, and earlier than the first
            orders.pipeInput("o1", "other shoes", minute(2 * 24 * 60));
            assertEquals(
                    List.of(
                            KeyValue.pair("o1", "shoes"),
                            KeyValue.pair("o2", "socks"),
                            KeyValue.pair("o1", "other shoes")),
                    output(driver, "first-orders", new StringDeserializer()));
        }
    }

    @Test
    void shouldRankTheArticlesOfEachCategory() {
        try (TopologyTestDriver driver = driver(BestSellers.topology())) {
            TestInputTopic<String, String> sales = input(driver, "sales", new StringSerializer());
            for (String article : "a b b c c c d d d d b b b".split(" ")) {
                sales.pipeInput("books/" + article, "sold");
            }
            sales.pipeInput("shoes/s", "sold");
            Map<String, String> best = new HashMap<>();
            output(driver, "best", new StringDeserializer())
                    .forEach(row -> best.put(row.key, row.value));
            assertEquals(Map.of("books", "b=5 d=4 c=3", "shoes", "s=1"), best);
        }
    }

    @Test
    void shouldSetAsideWhatIsNoPayment() {
        try (TopologyTestDriver driver =
                driver(CheckedPayments.topology(), CheckedPayments.handlers(new Properties()))) {
            TestInputTopic<String, String> payments =
                    input(driver, "payments", new StringSerializer());
            payments.pipeInput("ann", "500");
            payments.pipeInput("ann", "five");
            payments.pipeInput("ann", "-1");
            payments.pipeInput("ann", "250");
            assertEquals(
                    List.of(KeyValue.pair("ann", "500"), KeyValue.pair("ann", "750")),
                    output(driver, "balances", new StringDeserializer()));
            var rejected =
                    driver.createOutputTopic(
                                    CheckedPayments.REJECTED,
                                    new StringDeserializer(),
                                    new StringDeserializer())
                            .readRecordsToList();
            assertEquals(List.of("five", "-1"), rejected.stream().map(TestRecord::value).toList());
            byte[] message =
                    rejected.get(1).headers().lastHeader("__streams.errors.message").value();
            assertEquals("a payment of -1 cents", new String(message, StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldChargeThePriceOfTheTimeOfTheOrder() {
        try (TopologyTestDriver driver = driver(PricesOfThen.topology())) {
            TestInputTopic<String, String> prices = input(driver, "prices", new StringSerializer());
            TestInputTopic<String, String> orders = input(driver, "orders", new StringSerializer());
            prices.pipeInput("shoes", "50", minute(0));
            prices.pipeInput("shoes", "60", minute(10));
            orders.pipeInput("shoes", "ann", minute(9));
            orders.pipeInput("shoes", "bob", minute(11));
            prices.pipeInput("shoes", "55", minute(8)); // late, but ann's order still waits
            orders.pipeInput("socks", "eve", minute(13));
            assertEquals(
                    List.of(
                            KeyValue.pair("shoes", "ann pays 50"),
                            KeyValue.pair("shoes", "bob pays 60")),
                    output(driver, "charges", new StringDeserializer()));
        }
    }

    @Test
    void shouldRateOrdersWhileOthersWait() {
        Map<String, CompletableFuture<String>> asked = new LinkedHashMap<>();
        Topology topology =
                OrdersWithRisk.topology(
                        order -> asked.computeIfAbsent(order, key -> new CompletableFuture<>()));
        try (TopologyTestDriver driver = driver(topology)) {
            TestInputTopic<String, String> orders = input(driver, "orders", new StringSerializer());
            orders.pipeInput("ann", "shoes");
            orders.pipeInput("bob", "boat");
            orders.pipeInput("ann", "socks");
            assertEquals(Set.of("shoes", "boat"), asked.keySet());
            asked.get("boat").complete("9");
            driver.advanceWallClockTime(Duration.ofMillis(1));
            asked.get("shoes").complete("1");
            driver.advanceWallClockTime(Duration.ofMillis(1));
            asked.get("socks").complete("2");
            driver.advanceWallClockTime(Duration.ofMillis(1));
            assertEquals(
                    List.of(
                            KeyValue.pair("bob", "boat risk 9"),
                            KeyValue.pair("ann", "shoes risk 1"),
                            KeyValue.pair("ann", "socks risk 2")),
                    output(driver, "rated-orders", new StringDeserializer()));
        }
    }

    @Test
    void shouldRemindOfOrdersThatAreNotPaidAndForgetOldOnes() {
        try (TopologyTestDriver driver = driver(UnpaidOrders.topology())) {
            TestInputTopic<String, String> orders = input(driver, "orders", new StringSerializer());
            long day = minute(24 * 60);
            orders.pipeInput("o1", "ordered", 0);
            orders.pipeInput("o2", "ordered", minute(1));
            orders.pipeInput("o1", "paid", minute(2));
            orders.pipeInput("o3", "ordered", day + minute(5));
            assertEquals(
                    List.of(KeyValue.pair("o2", "please pay")),
                    output(driver, "reminders", new StringDeserializer()));
            orders.pipeInput("o3", "paid", 40 * day);
            Map<String, Long> open = new LinkedHashMap<>();
            output(driver, "open", new LongDeserializer())
                    .forEach(row -> open.put(row.key, row.value));
            Map<String, Long> expected = new LinkedHashMap<>();
            expected.put("o1", null);
            expected.put("o2", null);
            expected.put("o3", 1L); // counted anew
            assertEquals(expected, open);
        }
    }

    private static long minute(long minute) {
        return minute * 60_000;
    }

    private TopologyTestDriver driver(Topology topology) {
        return driver(topology, new Properties());
    }

    private TopologyTestDriver driver(Topology topology, Properties settings) {
        settings.put("state.dir", folder.toString());
        return new TopologyTestDriver(topology, settings);
    }

    private static <V> TestInputTopic<String, V> input(
            TopologyTestDriver driver, String topic, Serializer<V> values) {
        return driver.createInputTopic(topic, new StringSerializer(), values);
    }

    private static <V> List<KeyValue<String, V>> output(
            TopologyTestDriver driver, String topic, Deserializer<V> values) {
        return driver.createOutputTopic(topic, new StringDeserializer(), values)
                .readKeyValuesToList();
    }
}

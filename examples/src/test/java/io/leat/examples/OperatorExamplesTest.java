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
import io.leat.examples.cogroup.CustomerScore;
import io.leat.examples.foreignkey.OrdersWithCustomers;
import io.leat.examples.globaltable.PaymentsInEuro;
import io.leat.examples.suppress.HourlyRevenue;
import io.leat.streams.KeyValue;
import io.leat.streams.TestInputTopic;
import io.leat.streams.Topology;
import io.leat.streams.TopologyTestDriver;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
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

    private TopologyTestDriver driver(Topology topology) {
        Properties settings = new Properties();
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

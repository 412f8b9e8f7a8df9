package io.leat.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.examples.windows.ManyAttempts;
import io.leat.streams.KeyValue;
import io.leat.streams.TestInputTopic;
import io.leat.streams.TopologyTestDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example of windows and joins without a server. */
class ManyAttemptsTest {

    @TempDir Path folder;

    @Test
    void shouldFindUsersWhoTryTooOftenAndLoginsNobodyUses() {
        Properties settings = new Properties();
        settings.put("state.dir", folder.toString());
        try (TopologyTestDriver driver =
                new TopologyTestDriver(ManyAttempts.topology(), settings)) {
            TestInputTopic<String, String> attempts = input(driver, "attempts");
            for (long second : new long[] {1, 20, 59, 61}) {
                attempts.pipeInput("eve", "x", second * 1_000);
            }
            attempts.pipeInput("ann", "x", 5_000);
            driver.advanceWallClockTime(Duration.ofSeconds(2));
            attempts.pipeInput("ann", "x", 90_000);
            assertEquals(List.of(KeyValue.pair("eve", "3 attempts")), output(driver, "alarms"));

            TestInputTopic<String, String> logins = input(driver, "logins");
            logins.pipeInput("ann", "in", 100_000);
            logins.pipeInput("bob", "in", 101_000);
            input(driver, "visits").pipeInput("ann", "/home", 160_000);
            driver.advanceWallClockTime(Duration.ofSeconds(2));
            logins.pipeInput("zoe", "in", 900_000);
            assertEquals(List.of(KeyValue.pair("bob", "no visit")), output(driver, "unused"));
        }
    }

    private static TestInputTopic<String, String> input(TopologyTestDriver driver, String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new StringSerializer());
    }

    private static List<KeyValue<String, String>> output(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new StringDeserializer())
                .readKeyValuesToList();
    }
}

package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Handlers of failures are asked the same questions as by Kafka, and their answers hold. */
@NullUnmarked
class FailureHandlersTest {

    @TempDir File folder;

    static List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (String where :
                List.of("deserialize", "process", "cast", "key", "value", "punctuate")) {
            for (String answer :
                    List.of("DEFAULT", "RESUME", "BURY", "FAIL", "RETRY", "THROW", "NOTHING")) {
                cases.add(Arguments.of(where, answer));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldFailOrGoOnAsKafkaDoes(String where, String answer) {
        List<String> expected =
                KafkaFailures.run(where, answer, new File(folder, "kafka").getPath());
        assertFalse(expected.isEmpty());
        assertEquals(
                // A class that is no part of the API; it extends the other.
                String.join("\n", expected).replace("FailedProcessing", "Streams"),
                String.join(
                        "\n", LeatFailures.run(where, answer, new File(folder, "leat").getPath())));
    }
}

package io.leat.streams.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkSummaryTest {

    private final Logger logger = Logger.getLogger(WorkSummary.class.getName());
    private final List<String> lines = new ArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    lines.add(line.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }

    private static void work(WorkSummary summary) {
        summary.begin(1_000);
        summary.polled();
        summary.processed(7);
        summary.processed(0);
        summary.punctuated(2);
        summary.committed();
    }

    @Test
    void shouldTellWhatWasDoneSinceTheLastTime() {
        WorkSummary summary = new WorkSummary("thread-1", 500);
        work(summary);
        summary.look(1_499);
        assertEquals(List.of(), lines);
        summary.look(1_500);
        assertEquals(1, lines.size());
        String line = lines.get(0);
        for (String part :
                List.of("thread-1", "records=7", "punctuations=2", "polls=1", "commits=1")) {
            assertTrue(line.contains(part), line);
        }
        summary.look(1_999);
        summary.look(2_000);
        assertEquals(2, lines.size());
        assertTrue(lines.get(1).contains("records=0"), lines.get(1));
    }

    @Test
    void shouldTellNothingIfNobodyWantsIt() {
        WorkSummary summary = new WorkSummary("thread-1", -1);
        work(summary);
        summary.look(1_000_000);
        assertEquals(List.of(), lines);
    }
}

package io.leat.log.cli.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.event.Level;

final class LogLineTest {

    private static LogEvent event(long at, Level level, String text, @Nullable Throwable thrown) {
        return new LogEvent(at, level, "io.leat.Log", text, text, thrown);
    }

    private static String line(long at, Level level, String text, @Nullable Throwable thrown) {
        return LogLine.of(event(at, level, text, thrown));
    }

    @Test
    void shouldPrintTimeLevelAndText() {
        assertEquals("1970-01-01T00:00:00.000Z INFO  begun\n", line(0, Level.INFO, "begun", null));
        assertEquals(
                "2026-11-21T10:40:10.007Z ERROR gone\n",
                line(1_795_257_610_007L, Level.ERROR, "gone", null));
    }

    @Test
    void shouldPrintTheStackBelow() {
        String line = line(0, Level.WARN, "failed", new IllegalStateException("why"));
        assertTrue(line.contains(" WARN  failed\njava.lang.IllegalStateException: why\n\tat "));
    }

    @Test
    void shouldShowOfOthersOnlyWarnings() {
        StandardErrorLogging logging = new StandardErrorLogging();
        Logger other = logging.getLogger("io.netty.channel");
        assertFalse(other.isInfoEnabled());
        assertTrue(other.isWarnEnabled());
        assertTrue(logging.getLogger("io.leat.log.server").isInfoEnabled());
        assertFalse(logging.getLogger("io.leat.log.server").isDebugEnabled());
    }

    @Test
    void shouldPrintFromAnotherLevelOnWhenItIsChosen() {
        StandardErrorLogging logging = new StandardErrorLogging();
        Logger broker = logging.getLogger("io.leat.log.broker.Broker");
        logging.choose("io.leat.log", "DEBUG");
        assertTrue(broker.isDebugEnabled());
        assertTrue(logging.getLogger("io.leat.log.other.Made").isDebugEnabled());
        assertFalse(logging.getLogger("io.leat.logs").isDebugEnabled());
        assertEquals("DEBUG", logging.levels().get("io.leat.log.broker.Broker"));
        logging.choose("io.leat.log.broker.Broker", "FATAL");
        assertFalse(broker.isErrorEnabled());
        assertEquals("FATAL", logging.level("io.leat.log.broker.Broker"));
        logging.choose("io.leat.log.broker.Broker", null);
        assertTrue(broker.isDebugEnabled());
        logging.choose("io.leat.log", null);
        assertFalse(broker.isDebugEnabled());
        assertTrue(broker.isInfoEnabled());
        logging.choose("root", "INFO");
        assertTrue(logging.getLogger("io.netty.channel").isInfoEnabled());
    }

    @Test
    void shouldNotLetANameForgeALine() {
        String name =
                "g\n2026-01-31T09:15:02.007Z ERROR forged\u001b[2J\r\u2028\u009b x\u00e4\u4e16";
        String line = line(0, Level.INFO, "group=" + name, null);
        assertEquals(
                "1970-01-01T00:00:00.000Z INFO  group=g\\n2026-01-31T09:15:02.007Z ERROR forged"
                        + "\\u001b[2J\\u000d\\u2028\\u009b x\u00e4\u4e16\n",
                line);
    }

    @Test
    void shouldPrintAnObjectOfJsonOnOneLine() throws Exception {
        String text = "group=\"g\\\n\u2028\u4e16";
        LogEvent event =
                new LogEvent(
                        7, Level.WARN, "io.leat.Log", text, "group={}", new Exception("why\tso"));
        String line = JsonLine.of(event);
        assertEquals(line.length() - 1, line.indexOf('\n'));
        JsonNode json = new ObjectMapper().readTree(line);
        assertEquals("1970-01-01T00:00:00.007Z", json.get("time").asText());
        assertEquals("WARN", json.get("level").asText());
        assertEquals("io.leat.Log", json.get("logger").asText());
        assertEquals(text, json.get("message").asText());
        assertEquals("group={}", json.get("pattern").asText());
        assertTrue(json.get("stack").asText().startsWith("java.lang.Exception: why\tso\n\tat "));
        assertFalse(JsonLine.of(event(0, Level.INFO, "begun", null)).contains("pattern"));
    }
}

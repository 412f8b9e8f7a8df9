package io.leat.log.cli.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.event.Level;

final class LogLineTest {

    @Test
    void shouldPrintTimeLevelAndText() {
        assertEquals(
                "1970-01-01T00:00:00.000Z INFO  begun\n", LogLine.of(0, Level.INFO, "begun", null));
        assertEquals(
                "2026-11-21T10:40:10.007Z ERROR gone\n",
                LogLine.of(1_795_257_610_007L, Level.ERROR, "gone", null));
    }

    @Test
    void shouldPrintTheStackBelow() {
        String line = LogLine.of(0, Level.WARN, "failed", new IllegalStateException("why"));
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
    void shouldNotLetANameForgeALine() {
        String name =
                "g\n2026-01-31T09:15:02.007Z ERROR forged\u001b[2J\r\u2028\u009b x\u00e4\u4e16";
        String line = LogLine.of(0, Level.INFO, "group=" + name, null);
        assertEquals(
                "1970-01-01T00:00:00.000Z INFO  group=g\\n2026-01-31T09:15:02.007Z ERROR forged"
                        + "\\u001b[2J\\u000d\\u2028\\u009b x\u00e4\u4e16\n",
                line);
    }
}

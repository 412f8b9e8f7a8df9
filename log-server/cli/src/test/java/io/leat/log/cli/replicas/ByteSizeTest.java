package io.leat.log.cli.replicas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

/** What people write and read about bytes and progress. */
final class ByteSizeTest {

    private final ByteSize sizes = new ByteSize();

    @Test
    void shouldReadWhatPeopleWrite() {
        assertEquals(500_000, sizes.convert("500000"));
        assertEquals(10_000_000, sizes.convert("10MB"));
        assertEquals(1_500, sizes.convert("1.5k"));
        assertEquals(2L << 30, sizes.convert("2 GiB/s"));
        assertThrows(TypeConversionException.class, () -> sizes.convert("fast"));
        assertThrows(TypeConversionException.class, () -> sizes.convert("10 XB"));
    }

    @Test
    void shouldShowThreeDigits() {
        assertEquals("0 B", ByteSize.show(0));
        assertEquals("999 B", ByteSize.show(999));
        assertEquals("1.0 kB", ByteSize.show(1_000));
        assertEquals("15 MB", ByteSize.show(15_400_000));
        assertEquals("1.0 MB", ByteSize.show(999_900));
        assertEquals("2.0 TB", ByteSize.show(2_000_000_000_000L));
    }

    @Test
    void shouldPrintALineOnlyWhenItHasGotOnElsewhereThanOnATerminal() {
        StringWriter plain = new StringWriter();
        try (ProgressLine line = new ProgressLine(new PrintWriter(plain), false)) {
            line.show(0, "10 left");
            line.show(0.01, "9 left");
            line.show(0.5, "5 left");
            line.show(1, "none left");
        }
        assertEquals("  0 %  10 left\n 50 %  5 left\n100 %  none left\n", plain.toString());
        StringWriter terminal = new StringWriter();
        try (ProgressLine line = new ProgressLine(new PrintWriter(terminal), true)) {
            line.show(0.5, "5 left");
        }
        assertEquals(
                "\r[###############...............]  50 %  5 left\u001b[K\n", terminal.toString());
    }
}

package io.leat.streams.state.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Iterators that are not closed are reported with the place where they were opened. */
class IteratorLeaksTest {

    private final BlockingQueue<Throwable> reports = new LinkedBlockingQueue<>();

    private void forgetOne(IteratorLeaks leaks) {
        assertNotNull(leaks.watch(new Object(), "rows"));
    }

    private static void closeOne(IteratorLeaks leaks) {
        IteratorLeaks.Watch watch = leaks.watch(new Object(), "rows");
        assertNotNull(watch);
        watch.closed();
    }

    @Test
    void shouldNameThePlaceOfAnIteratorThatWasForgotten() throws Exception {
        IteratorLeaks leaks = new IteratorLeaks(1, reports::add);
        closeOne(leaks);
        forgetOne(leaks);
        Throwable report = null;
        for (int tries = 0; report == null && tries < 200; tries++) {
            System.gc();
            report = reports.poll(50, TimeUnit.MILLISECONDS);
        }
        assertNotNull(report);
        assertTrue(String.valueOf(report.getMessage()).contains("rows"));
        assertEquals("forgetOne", report.getStackTrace()[1].getMethodName());
        assertNull(reports.poll(), "the other one was closed");
    }

    @Test
    void shouldWatchAsManyAsAskedFor() {
        IteratorLeaks none = new IteratorLeaks(0, reports::add);
        IteratorLeaks some = new IteratorLeaks(3, reports::add);
        int watched = 0;
        for (int i = 0; i < 9; i++) {
            assertNull(none.watch(this, "rows"));
            watched += some.watch(this, "rows") == null ? 0 : 1;
        }
        assertEquals(3, watched);
    }
}

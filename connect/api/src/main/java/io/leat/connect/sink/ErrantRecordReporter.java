package io.leat.connect.sink;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Lets a sink task set one bad record aside and go on (KIP-610). */
public interface ErrantRecordReporter {

    /** Reports {@code record}; completes when it is safe where bad records go. */
    Future<@Nullable Void> report(SinkRecord record, Throwable error);
}

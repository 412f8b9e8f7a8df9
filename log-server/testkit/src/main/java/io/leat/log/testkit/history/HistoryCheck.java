package io.leat.log.testkit.history;

import java.util.List;

/** Looks for one kind of anomaly in time linear, or nearly so, in the length of the history. */
interface HistoryCheck {

    List<Anomaly> check(HistoryIndex history);
}

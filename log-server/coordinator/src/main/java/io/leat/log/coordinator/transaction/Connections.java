package io.leat.log.coordinator.transaction;

import io.leat.log.coordinator.ProducerIdentity;
import java.util.HashMap;
import java.util.Map;

/**
 * Which connection opened the current transaction of each id: the fence of protocol version 1.
 * Owned by the shard's loop; volatile.
 *
 * <p>In version 1 nothing in a request names the transaction, so a delayed copy of "commit" may end
 * the next one (KAFKA-17754). Such copies come from a connection the client has given up: it sends
 * a commit on connection 4, waits in vain, connects anew, repeats it on connection 5, begins the
 * next transaction there; then the first copy arrives. It is older than the opener, and refused.
 */
final class Connections {

    private final Map<String, Opener> openers = new HashMap<>();

    private record Opener(ProducerIdentity producer, long connection) {}

    /** Whether {@code call} comes from before the present transaction was opened. */
    boolean isStale(ClientCall call) {
        Opener opener = openers.get(call.transactionalId());
        return !call.bumpsEpochs()
                && call.connection() != ClientCall.ANY_CONNECTION
                && opener != null
                && opener.producer.equals(call.producer())
                && call.connection() < opener.connection;
    }

    /** {@code call} opens a transaction. */
    void opened(ClientCall call) {
        if (!call.bumpsEpochs() && call.connection() != ClientCall.ANY_CONNECTION) {
            openers.put(call.transactionalId(), new Opener(call.producer(), call.connection()));
        }
    }

    void forget(String transactionalId) {
        openers.remove(transactionalId);
    }
}

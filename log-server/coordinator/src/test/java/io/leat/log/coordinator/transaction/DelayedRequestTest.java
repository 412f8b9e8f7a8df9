package io.leat.log.coordinator.transaction;

import static io.leat.log.coordinator.transaction.TransactionHarness.P0;
import static io.leat.log.coordinator.transaction.TransactionHarness.P1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.protocol.ErrorCode;
import org.junit.jupiter.api.Test;

/** The histories of KAFKA-17754: a copy of a request arrives when its transaction is long over. */
class DelayedRequestTest {

    private static final long OLD_CONNECTION = 4;
    private static final long NEW_CONNECTION = 5;

    private final TransactionHarness x = new TransactionHarness();

    /** Commits a first transaction over the old connection, repeats that over the new one. */
    private ProducerIdentity reconnected() {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 1, OLD_CONNECTION, P0);
        end(producer, OLD_CONNECTION);
        end(producer, NEW_CONNECTION);
        assertEquals(ErrorCode.NONE, x.enlist(producer, 1, NEW_CONNECTION, P0));
        return producer;
    }

    private ErrorCode end(ProducerIdentity producer, long connection) {
        EndResult result = x.askToEnd(new ClientCall("x", producer, 1, connection), true).value();
        x.loop.run();
        return result.error();
    }

    @Test
    void shouldNotLetADelayedCommitEndTheNextTransactionOfVersionOne() {
        ProducerIdentity producer = reconnected();
        assertEquals(ErrorCode.INVALID_TXN_STATE, end(producer, OLD_CONNECTION));
        assertEquals("Ongoing", x.state());
        assertEquals(ErrorCode.NONE, x.end(producer, 1, false).error());
        assertEquals("CompleteAbort", x.state());
    }

    @Test
    void shouldNotLetADelayedAddPartitionsGrowTheNextTransactionOfVersionOne() {
        ProducerIdentity producer = reconnected();
        assertEquals(ErrorCode.INVALID_TXN_STATE, x.enlist(producer, 1, OLD_CONNECTION, P1));
        assertEquals(1, x.describe().topics().get(0).partitions().size());
    }

    @Test
    void shouldNotLetADelayedAddPartitionsOpenATransactionOfVersionOne() {
        ProducerIdentity producer = reconnected();
        end(producer, NEW_CONNECTION);
        assertEquals(ErrorCode.INVALID_TXN_STATE, x.enlist(producer, 1, OLD_CONNECTION, P0));
        assertEquals("CompleteCommit", x.state());
    }

    @Test
    void shouldFenceDelayedRequestsOfVersionTwoByTheirEpoch() {
        ProducerIdentity first = x.open();
        x.enlist(first, 2, P0);
        ProducerIdentity second = x.end(first, 2, true).producer();
        x.enlist(second, 2, P0);
        assertEquals(ErrorCode.PRODUCER_FENCED, x.end(first, 2, true).error());
        assertEquals(ErrorCode.PRODUCER_FENCED, x.enlist(first, 2, P1));
        assertEquals(ErrorCode.PRODUCER_FENCED, x.verify(first, P0));
        assertEquals("Ongoing", x.state());
    }
}

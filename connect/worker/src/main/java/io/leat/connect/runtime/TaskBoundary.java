package io.leat.connect.runtime;

import io.leat.connect.errors.ConnectException;
import io.leat.connect.source.SourceRecord;
import io.leat.connect.source.TransactionContext;
import java.util.IdentityHashMap;
import java.util.Map;

/** The boundary that the task sets itself (KIP-618). Owned by the task's thread. */
final class TaskBoundary implements Boundary, TransactionContext {

    private final Map<SourceRecord, Verdict> byRecord = new IdentityHashMap<>();
    private Verdict byBatch = Verdict.GO_ON;

    @Override
    public void commitTransaction() {
        byBatch = agree(byBatch, Verdict.COMMIT);
    }

    @Override
    public void commitTransaction(SourceRecord record) {
        byRecord.merge(record, Verdict.COMMIT, TaskBoundary::agree);
    }

    @Override
    public void abortTransaction() {
        byBatch = agree(byBatch, Verdict.ABORT);
    }

    @Override
    public void abortTransaction(SourceRecord record) {
        byRecord.merge(record, Verdict.ABORT, TaskBoundary::agree);
    }

    private static Verdict agree(Verdict before, Verdict now) {
        if (before != Verdict.GO_ON && before != now) {
            throw new ConnectException(
                    "the task asked for a commit and for an abort at the same place.");
        }
        return now;
    }

    @Override
    public Verdict after(SourceRecord record) {
        Verdict verdict = byRecord.remove(record);
        return verdict == null ? Verdict.GO_ON : verdict;
    }

    @Override
    public Verdict afterBatch(long nowMs) {
        Verdict verdict = byBatch;
        byBatch = Verdict.GO_ON;
        byRecord.clear();
        return verdict;
    }

    @Override
    public boolean commitsAtEnd() {
        return false;
    }
}

package io.leat.streams.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line now and then on what a thread did since the last. Owned by that thread. */
final class WorkSummary {

    private static final Logger LOG = LoggerFactory.getLogger(WorkSummary.class);

    private final String thread;
    private final long intervalMs;
    private long sinceMs;
    private long records;
    private long punctuations;
    private long polls;
    private long commits;

    /**
     * @param intervalMs how often; never if it is not positive
     */
    WorkSummary(String thread, long intervalMs) {
        this.thread = thread;
        this.intervalMs = intervalMs;
    }

    /** What follows is counted. */
    void begin(long nowMs) {
        sinceMs = nowMs;
    }

    void polled() {
        polls++;
    }

    void processed(int count) {
        records += count;
    }

    /** That many tasks had something due. */
    void punctuated(int count) {
        punctuations += count;
    }

    void committed() {
        commits++;
    }

    /** Logs it if it is time. */
    void look(long nowMs) {
        if (intervalMs <= 0 || nowMs - sinceMs < intervalMs) {
            return;
        }
        LOG.atInfo()
                .addKeyValue("thread", thread)
                .addKeyValue("records", records)
                .addKeyValue("punctuations", punctuations)
                .addKeyValue("polls", polls)
                .addKeyValue("commits", commits)
                .addKeyValue("ms", nowMs - sinceMs)
                .log("done since the last summary");
        sinceMs = nowMs;
        records = 0;
        punctuations = 0;
        polls = 0;
        commits = 0;
    }
}

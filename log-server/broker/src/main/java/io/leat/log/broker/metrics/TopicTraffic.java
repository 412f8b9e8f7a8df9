package io.leat.log.broker.metrics;

/** What the clients of one loop write to one topic and read from it. Owned by that loop. */
public final class TopicTraffic {

    long records;
    long bytesIn;
    long bytesOut;
    long replicaBytesOut;
    long produces;
    long fetches;
    long failedProduces;
    long failedFetches;

    TopicTraffic() {}

    /** A batch was written. */
    public void produced(int records, int bytes) {
        produces++;
        this.records += records;
        bytesIn += bytes;
    }

    /** A batch was refused. */
    public void refused() {
        produces++;
        failedProduces++;
    }

    /** A consumer, or a replica, gets {@code bytes}. */
    public void fetched(int bytes, boolean replica) {
        if (replica) {
            replicaBytesOut += bytes;
        } else {
            fetches++;
            bytesOut += bytes;
        }
    }

    /** A consumer gets an error. */
    public void failed() {
        fetches++;
        failedFetches++;
    }

    void add(TopicTraffic other) {
        records += other.records;
        bytesIn += other.bytesIn;
        bytesOut += other.bytesOut;
        replicaBytesOut += other.replicaBytesOut;
        produces += other.produces;
        fetches += other.fetches;
        failedProduces += other.failedProduces;
        failedFetches += other.failedFetches;
    }
}

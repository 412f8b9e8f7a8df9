package io.leat.log.broker.share;

/** Records that a consumer got, from {@code first} to {@code last}, for the given time. */
record Acquired(long first, long last, int deliveries) {

    long size() {
        return last - first + 1;
    }
}

package io.leat.log.benchmarks;

/** Names of record sizes. */
final class Sizes {

    private Sizes() {}

    static String name(int bytes) {
        return bytes >= 1024 && bytes % 1024 == 0 ? bytes / 1024 + " KB" : bytes + " B";
    }
}

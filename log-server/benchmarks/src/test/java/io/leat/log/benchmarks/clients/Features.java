package io.leat.log.benchmarks.clients;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a program shows of a client, feature by feature, as {@code features.py} does in Python. */
final class Features {

    static final List<String> ALL =
            Collections.unmodifiableList(
                    Arrays.asList(
                            "produce",
                            "gzip",
                            "snappy",
                            "lz4",
                            "zstd",
                            "fetch",
                            "groups",
                            "offsets",
                            "transactions",
                            "idempotence",
                            "admin",
                            "plain",
                            "scram",
                            "tls",
                            "headers",
                            "timestamps",
                            "groups-848",
                            "share-groups",
                            "streams-groups",
                            "telemetry"));

    /** Written with each feature. */
    static final List<String> VALUES =
            Arrays.asList("one", "two", String.join("", Collections.nCopies(100, "three")));

    private static final int LIMIT_SECONDS = 45;

    private final Map<String, Callable<Void>> features = new LinkedHashMap<>();

    interface Action {
        void run() throws Exception;
    }

    /** The client does not have the feature. */
    static final class Missing extends Exception {}

    void add(String name, Action action) {
        features.put(
                name,
                () -> {
                    action.run();
                    return null;
                });
    }

    /** Runs them one after the other; what was not added is missing. Ends the process. */
    void show() throws InterruptedException {
        ExecutorService runner = Executors.newCachedThreadPool();
        for (String each : ALL) {
            System.out.println(each + " " + outcome(runner, each));
        }
        Runtime.getRuntime().halt(0);
    }

    private String outcome(ExecutorService runner, String name) throws InterruptedException {
        Callable<Void> feature = features.get(name);
        if (feature == null) {
            return "missing";
        }
        try {
            runner.submit(feature).get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return "works";
        } catch (TimeoutException e) {
            return "failed nothing for " + LIMIT_SECONDS + " s";
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return cause instanceof Missing
                    ? "missing"
                    : "failed " + String.valueOf(cause).replaceAll("\\s+", " ");
        }
    }

    static void same(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + ", but it is " + actual);
        }
    }
}

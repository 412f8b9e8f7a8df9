package io.leat.log.cli.kafka;

import io.leat.log.cli.CommandFailure;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code kafka-dump-log.sh}: what a segment file holds. It reads the file, so that it works where
 * no server does.
 */
@Command(
        name = "kafka-dump-log",
        hidden = true,
        description = "Print the batches and records of segment files, and whether they are whole.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaDumpLog implements Callable<Integer> {

    private static final String TEXT = "StringDecoder";

    @Spec CommandSpec spec;

    @Option(
            names = "--files",
            required = true,
            split = ",",
            paramLabel = "FILE",
            description =
                    "Segments (.log), their indexes (.index, .timeindex), or snapshots of the"
                            + " metadata (.checkpoint).")
    Path[] files;

    @Option(names = "--print-data-log", description = "Print keys and values, too.")
    boolean data;

    @Option(names = "--deep-iteration", description = "Print records, not only their batches.")
    boolean deep;

    @Option(
            names = "--skip-record-metadata",
            description = "With --print-data-log: only keys and values.")
    boolean skipMetadata;

    @Option(
            names = "--max-bytes",
            paramLabel = "BYTES",
            description = "Read no more than this of each file.")
    long maxBytes = Long.MAX_VALUE;

    @Option(
            names = "--index-sanity-check",
            description = "Of indexes: only say whether a server takes them as they are.")
    boolean sanity;

    @Option(
            names = "--verify-index-only",
            description = "Of indexes: only say what does not fit the segment.")
    boolean verify;

    @Option(
            names = "--max-message-size",
            paramLabel = "BYTES",
            description = "Of indexes: how large batches may be (default: ${DEFAULT-VALUE}).")
    int maxMessageSize = 5 << 20;

    @Option(
            names = "--key-decoder-class",
            paramLabel = "CLASS",
            arity = "0..1",
            fallbackValue = TEXT,
            description =
                    "Print keys as StringDecoder, IntegerDecoder, LongDecoder or DefaultDecoder"
                            + " (hexadecimal digits) does.")
    @Nullable String keyDecoder;

    @Option(
            names = "--value-decoder-class",
            paramLabel = "CLASS",
            arity = "0..1",
            fallbackValue = TEXT,
            description = "The same for values.")
    @Nullable String valueDecoder;

    @Option(names = "--offsets-decoder", description = "Decode the records of groups.")
    boolean groups;

    @Option(
            names = "--transaction-log-decoder",
            description = "Decode the records of transactions.")
    boolean transactions;

    @Option(
            names = "--cluster-metadata-decoder",
            description = "Decode the records of the metadata log.")
    boolean metadata;

    @Option(
            names = "--share-group-state-decoder",
            description = "Decode the records of what share groups have read.")
    boolean shareState;

    @Option(
            names = "--remote-log-metadata-decoder",
            hidden = true,
            description = "There is no tiered storage.")
    boolean remote;

    @Override
    public Integer call() {
        RecordDecoder decoder = decoder();
        SegmentDump segments =
                new SegmentDump(out(), maxBytes, deep || decoder != null, skipMetadata, decoder);
        IndexDump indexes =
                new IndexDump(out(), new IndexDump.Wanted(sanity, verify, maxMessageSize));
        for (Path file : files) {
            print(file, segments, indexes);
        }
        out().flush();
        PrintWriter err = spec.commandLine().getErr();
        indexes.report(err);
        segments.report(err);
        err.flush();
        return 0;
    }

    private void print(Path file, SegmentDump segments, IndexDump indexes) {
        out().println("Dumping " + file);
        String name = file.getFileName().toString();
        switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "log", "checkpoint" -> segments.print(file);
            case "index" -> indexes.print(file);
            case "timeindex" -> indexes.printTimes(file);
            default -> spec.commandLine().getErr().println("Ignoring unknown file " + file);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Null if keys and values are not asked for. */
    private @Nullable RecordDecoder decoder() {
        if (remote) {
            throw new CommandFailure(
                    "--remote-log-metadata-decoder: Leat has no tiered storage, and so no records"
                            + " about remote segments.");
        }
        if (groups) {
            return RecordDecoder.ofCoordinator(RecordKind.OF_GROUPS);
        }
        if (transactions) {
            return RecordDecoder.ofCoordinator(RecordKind.OF_TRANSACTIONS);
        }
        if (metadata) {
            return RecordDecoder.ofMetadata();
        }
        if (shareState) {
            return RecordDecoder.ofCoordinator(RecordKind.OF_SHARE_STATE);
        }
        return data || keyDecoder != null || valueDecoder != null
                ? RecordDecoder.ofClasses(
                        keyDecoder == null ? TEXT : keyDecoder,
                        valueDecoder == null ? TEXT : valueDecoder)
                : null;
    }
}

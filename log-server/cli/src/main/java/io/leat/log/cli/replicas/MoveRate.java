package io.leat.log.cli.replicas;

import io.leat.log.cli.CommandFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option by which moves are held back. Set by the command line before a command runs. */
final class MoveRate {

    private static final long LEAST = 1000;

    @Option(
            names = "--throttle",
            paramLabel = "BYTES",
            converter = ByteSize.class,
            description = "Bytes a second that each broker sends and takes for it, as 20MB.")
    private @Nullable Long bytesPerSecond;

    /** Null if moves are not held back. */
    @Nullable Long checked() {
        if (bytesPerSecond != null && bytesPerSecond < LEAST) {
            throw new CommandFailure(
                    "--throttle "
                            + bytesPerSecond
                            + " B/s would take for ever: give 1KB a second at least");
        }
        return bytesPerSecond;
    }
}

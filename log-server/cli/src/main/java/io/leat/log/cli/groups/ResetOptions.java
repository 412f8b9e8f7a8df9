package io.leat.log.cli.groups;

import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to reset offsets of groups: exactly one target is asked for. */
final class ResetOptions {

    static final String[] NAMES = {
        "--to-earliest",
        "--to-latest",
        "--to-current",
        "--to-offset",
        "--shift-by",
        "--to-datetime",
        "--by-duration",
        "--from-file"
    };

    @Mixin ResetTo to;

    @Option(names = "--to-current", description = "Keep the offset; the end where there is none.")
    boolean toCurrent;

    @Option(names = "--execute", description = "Do it.")
    boolean execute;

    @Option(names = "--dry-run", description = "Only print.")
    boolean dryRun;

    @Option(names = "--export", description = "Print lines for --from-file.")
    boolean export;

    /** What is asked for of these groups. */
    OffsetTarget target(List<String> groups) {
        return toCurrent ? new OffsetTarget.Current() : to.target(groups);
    }
}

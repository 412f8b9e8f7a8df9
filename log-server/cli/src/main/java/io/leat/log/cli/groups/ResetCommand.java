package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.common.TopicPartition;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * {@code --reset-offsets} of one command line.
 *
 * @param named the groups that {@code --group} names
 */
record ResetCommand(ResetOptions options, List<String> named, CommandLine line) {

    /** Moves offsets and prints where to; returns whether those of all groups are moved. */
    boolean run(Admin admin, OffsetReset.Groups groups, Collection<String> asked) throws Exception {
        OffsetTarget target = options.target(named);
        if (!options.execute && !options.dryRun) {
            line.getErr()
                    .println("WARN: no --execute given: nothing is changed, this is a dry run.");
            line.getErr().flush();
        }
        PrintWriter out = line.getOut();
        OffsetReset reset = new OffsetReset(admin, groups, out);
        Map<String, Map<TopicPartition, Long>> moved = reset.run(asked, target, options.execute);
        if (options.export) {
            out.println(new ResetPlan(moved).text(named.size() != 1));
        } else {
            OffsetReset.table(moved).print(out);
        }
        return reset.complete();
    }
}

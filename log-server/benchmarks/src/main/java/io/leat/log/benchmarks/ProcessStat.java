package io.leat.log.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel says of a process: Linux, /proc. */
final class ProcessStat {

    /** USER_HZ, which is 100 in every Linux ABI that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private ProcessStat() {}

    /** User and system time used so far, all threads, the ended ones too. */
    static double cpuSeconds(long pid) {
        String stat = read(pid, "stat").get(0);
        // The command in brackets may hold spaces; state is the first field after it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Resident memory now. */
    static double residentMib(long pid) {
        return read(pid, "status").stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> read(long pid, String file) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

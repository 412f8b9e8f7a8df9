package io.leat.log.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel says of a process: Linux, /proc. */
public final class ProcessStat {

    /** USER_HZ, which is 100 in every Linux ABI that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private ProcessStat() {}

    /** User and system time used so far, all threads, the ended ones too. */
    static double cpuSeconds(long pid) {
        return cpuSeconds(read(Path.of("/proc", Long.toString(pid), "stat")).get(0));
    }

    private static double cpuSeconds(String stat) {
        // The command in brackets may hold spaces; state is the first field after it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** How much of it the compiler threads of a JVM used that are alive now. */
    public static double compilerSeconds(long pid) {
        double sum = 0;
        try (DirectoryStream<Path> tasks =
                Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks) {
                sum += compilerSeconds(task);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    private static double compilerSeconds(Path task) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            return stat.contains("(C1 ") || stat.contains("(C2 ") ? cpuSeconds(stat) : 0;
        } catch (IOException e) {
            return 0; // the thread has ended meanwhile
        }
    }

    /** Resident memory now. */
    static double residentMib(long pid) {
        return read(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.leat.log.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a server process is started, as often as needed on the same folder. Immutable.
 *
 * @param command what to run, in {@code folder}
 * @param environment what it gets in addition
 * @param folder its data and its output; deleted when it is closed
 * @param port where clients reach it
 */
record Launch(List<String> command, Map<String, String> environment, Path folder, int port) {}

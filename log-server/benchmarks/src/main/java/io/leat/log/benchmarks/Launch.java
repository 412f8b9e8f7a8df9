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
 * @param port where clients reach it without TLS
 * @param clients settings by which the clients of a load reach it
 */
record Launch(
        List<String> command,
        Map<String, String> environment,
        Path folder,
        int port,
        Map<String, Object> clients) {

    /** Clients reach it without TLS. */
    Launch(List<String> command, Map<String, String> environment, Path folder, int port) {
        this(command, environment, folder, port, Map.of("bootstrap.servers", at(port)));
    }

    static String at(int port) {
        return "127.0.0.1:" + port;
    }

    /** The same server, whose load comes by TLS. */
    Launch over(TlsFiles tls, int tlsPort) {
        return new Launch(command, environment, folder, port, tls.clients(at(tlsPort)));
    }
}

package io.leat.log.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A certificate for this machine, made by the JDK's keytool: the same for both servers. */
final class TlsFiles {

    private static final String PASSWORD = "benchmark";

    private final Path store;

    private TlsFiles(Path store) {
        this.store = store;
    }

    /** Makes it in {@code folder}, unless it is there. */
    static TlsFiles in(Path folder) {
        Path store = folder.resolve("leat-bench-tls.p12");
        if (!Files.exists(store)) {
            make(store);
        }
        return new TlsFiles(store);
    }

    private static void make(Path store) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", "server", "-keyalg", "RSA"));
        command.addAll(List.of("-dname", "CN=localhost", "-ext", "SAN=ip:127.0.0.1"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
        command.addAll(List.of("-storepass", PASSWORD, "-validity", "365"));
        try {
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("keytool ended with " + exit);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot run keytool", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Settings of a server. */
    Map<String, String> server() {
        return Map.of(
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                store.toString(),
                "ssl.keystore.password",
                PASSWORD,
                "ssl.key.password",
                PASSWORD);
    }

    /** Settings of Apache's clients. */
    Map<String, Object> clients(String bootstrap) {
        return Map.of(
                "bootstrap.servers",
                bootstrap,
                "security.protocol",
                "SSL",
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.location",
                store.toString(),
                "ssl.truststore.password",
                PASSWORD);
    }
}

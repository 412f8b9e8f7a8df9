package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The attacks that docs/hostile-input.md lists, as far as no other test tries them. */
@Timeout(60)
final class HostileInputTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(should\\w+)`");
    private static final Pattern ATTACK = Pattern.compile("(?m)^\\| H(\\d+) \\|");

    @TempDir Path data;

    private LeatServer start(String... more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("listeners", "PLAINTEXT://127.0.0.1:0");
        settings.put("log.dirs", data.toString());
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return LeatServer.start(settings);
    }

    @Test
    void shouldHaveATestForEachAttackThatIsListed() throws IOException {
        String page = Files.readString(ROOT.resolve("log-server/docs/hostile-input.md"));
        Set<Integer> listed = new TreeSet<>();
        Matcher attacks = ATTACK.matcher(page);
        while (attacks.find()) {
            listed.add(Integer.valueOf(attacks.group(1)));
        }
        assertEquals(21, listed.size());
        String tests = sources("src/test/java");
        Matcher named = TEST.matcher(page);
        while (named.find()) {
            assertTrue(
                    tests.contains("class " + named.group(1))
                            && tests.contains("void " + named.group(2) + "("),
                    "there is no test " + named.group());
        }
    }

    /** All Java files below folders of that name, one after the other. */
    private static String sources(String folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java"))
                            .filter(each -> each.toString().contains(folder))
                            .toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    @Test
    void shouldHoldConnectionsToTheirLimits() throws Exception {
        try (LeatServer server = start("max.connections.per.ip", "2", "max.connections", "5")) {
            try (Socket first = connect(server);
                    Socket second = connect(server)) {
                try (Socket third = connect(server)) {
                    assertTrue(isClosed(third, 5_000), "a third connection was served");
                }
                assertFalse(isClosed(first, 50));
                second.close();
                assertFalse(isClosed(first, 50));
            }
        }
        try (LeatServer server = start("max.connections", "1");
                Socket first = connect(server);
                Socket second = connect(server)) {
            assertTrue(isClosed(second, 5_000), "a second connection was served");
            assertFalse(isClosed(first, 50));
        }
    }

    private static Socket connect(LeatServer server) throws IOException {
        return new Socket("127.0.0.1", server.endpoint().port());
    }

    private static boolean isClosed(Socket socket, int waitMs) throws IOException {
        socket.setSoTimeout(waitMs);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void shouldCloseConnectionsThatAreIdle() throws Exception {
        try (LeatServer server = start("connections.max.idle.ms", "200");
                Socket idle = connect(server)) {
            assertTrue(isClosed(idle, 5_000), "an idle connection stays open");
        }
    }

    @Test
    void shouldMakeNoPathOfANameThatAClientChose() throws Exception {
        List<String> names =
                List.of(
                        "..",
                        ".",
                        "../x",
                        "a/b",
                        "a\\b",
                        "a\u0000b",
                        "a b",
                        "t\n",
                        "\u202e",
                        "x".repeat(250),
                        "");
        try (LeatServer server = start();
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", server.endpoint().toString()))) {
            for (String name : names) {
                ExecutionException refused =
                        assertThrows(
                                ExecutionException.class,
                                () ->
                                        admin.createTopics(
                                                        List.of(new NewTopic(name, 1, (short) 1)))
                                                .all()
                                                .get(),
                                name);
                assertInstanceOf(InvalidTopicException.class, refused.getCause());
            }
            admin.createTopics(List.of(new NewTopic("Case", 1, (short) 1))).all().get();
            admin.createTopics(List.of(new NewTopic("case", 1, (short) 1))).all().get();
            try (Stream<Path> files = Files.walk(data)) {
                assertTrue(
                        files.noneMatch(each -> each.toString().toLowerCase().contains("case")),
                        "a directory is named after a topic");
            }
        }
    }

    @Test
    void shouldReflectNothingOverHttp() throws Exception {
        try (LeatServer server = start("leat.admin.listener", "127.0.0.1:0")) {
            String script = answer(server, "GET /<script>alert(1)</script> HTTP/1.1\r\n");
            assertFalse(script.contains("script"), script);
            assertTrue(script.startsWith("HTTP/1.1 4"), script);
            assertTrue(answer(server, "POST /metrics HTTP/1.1\r\n").startsWith("HTTP/1.1 405"));
            String line = "GET /metrics?" + "x".repeat(10_000) + " HTTP/1.1\r\n";
            assertFalse(answer(server, line).startsWith("HTTP/1.1 2"), "such a line is read");
            String headers = "GET /health/live HTTP/1.1\r\nX: " + "x".repeat(100_000) + "\r\n";
            assertFalse(answer(server, headers).contains("UP"), "such a header is read");
            assertTrue(answer(server, "GET /health/live HTTP/1.1\r\n").contains("UP"));
        }
    }

    private static String answer(LeatServer server, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.adminEndpoint().port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(
                            (request + "Host: localhost\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return e.toString();
        }
    }

    @Test
    void shouldNeitherDeserializeObjectsNorUnpackArchivesNorRunScripts() throws IOException {
        String code = sources("src/main/java");
        for (String danger :
                List.of(
                        "new ObjectInput" + "Stream",
                        "XML" + "Decoder",
                        "Script" + "Engine",
                        "Initial" + "Context",
                        "ZipInput" + "Stream",
                        "JarInput" + "Stream",
                        "activateDefault" + "Typing")) {
            assertFalse(code.contains(danger), danger + " is used");
        }
    }
}

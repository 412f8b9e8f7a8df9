package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.sim.fuzz.Damage;
import io.leat.log.runtime.sim.fuzz.Fuzz;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged HTTP in masses: the admin listener answers that it is bad, or closes, and lives on. */
final class HttpFuzzTest {

    private static final List<String> SAMPLES =
            List.of(
                    "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n",
                    "HEAD /health/ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                    "GET /metrics HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer x\r\n\r\n",
                    "GET /metrics?a=%20b&c HTTP/1.0\r\n\r\n",
                    "POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
                    "PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "5\r\nhello\r\n0\r\nTrailer: t\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nX: 1\r\n 2\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                            + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");

    /** Any status but 500. A version that is none, such as XTTP/1.1, comes back as it was sent. */
    private static final Pattern ANSWER = Pattern.compile("\\S+/\\d+\\.\\d+ (?!500)\\d{3} ");

    @TempDir Path data;

    private LeatServer server;
    private Endpoint admin;
    private long answered;

    @BeforeEach
    void start() {
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "leat.admin.listener", "127.0.0.1:0",
                                "leat.admin.token", "secret",
                                "log.dirs", data.toString()));
        admin = server.adminEndpoint();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldAnswerDamagedHttpOrClose() throws Exception {
        fuzz(500);
    }

    @Test
    @Tag("live")
    void shouldAnswerMillionsOfDamagedHttpOrClose() throws Exception {
        fuzz(Fuzz.MANY);
    }

    private void fuzz(long cases) throws Exception {
        Fuzz.run("damaged HTTP requests", cases, this::ask);
        assertTrue(answered > cases / 10, answered + " were answered");
        URI live = URI.create("http://" + admin + "/health/live");
        assertEquals(200, ((HttpURLConnection) live.toURL().openConnection()).getResponseCode());
    }

    private void ask(Damage damage) throws IOException {
        String asked =
                damage.of(damage.oneOf(SAMPLES)) + (damage.below(2) == 0 ? SAMPLES.get(0) : "");
        String answer = answer(asked);
        assertTrue(answer.isEmpty() || ANSWER.matcher(answer).lookingAt(), answer);
        answered += answer.isEmpty() ? 0 : 1;
    }

    /** All that comes back until the server closes; empty if it resets the connection. */
    private String answer(String asked) throws IOException {
        try (Socket socket = new Socket(admin.host(), admin.port())) {
            socket.setSoTimeout((int) Patience.LIMIT.toMillis());
            socket.setSoLinger(true, 0); // millions of closed connections use up the ports
            socket.getOutputStream().write(asked.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            return "";
        }
    }
}

package io.leat.log.transport;

import io.leat.log.runtime.Documents;
import io.leat.log.runtime.NetworkException;
import io.leat.log.runtime.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Documents of files and of servers, read by the threads for blocking work. Redirects are not
 * followed: the settings say where to read. Safe on every thread.
 */
final class WebDocuments implements Documents {

    /** Keys and tokens are far smaller. */
    private static final int BYTES_MAX = 1 << 20;

    private static final int CLIENT_ERRORS = 4;

    private final Executor workers;

    WebDocuments(Executor workers) {
        this.workers = workers;
    }

    @Override
    public CompletionStage<String> read(Request request) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return "file".equals(request.location().getScheme())
                                ? text(Files.newInputStream(Path.of(request.location())))
                                : fetch(request);
                    } catch (IOException | IllegalArgumentException e) {
                        throw new CompletionException(
                                new NetworkException(
                                        "cannot read " + request.location() + ": " + e, e));
                    } catch (NetworkException e) {
                        throw new CompletionException(e);
                    }
                },
                workers);
    }

    private static String fetch(Request request) throws IOException {
        HttpURLConnection server = (HttpURLConnection) request.location().toURL().openConnection();
        server.setInstanceFollowRedirects(false);
        server.setConnectTimeout(request.connectMs());
        server.setReadTimeout(request.readMs());
        server.setUseCaches(false);
        server.setRequestProperty("Accept", "application/json");
        request.headers().forEach((name, value) -> server.setRequestProperty(name, value.text()));
        try {
            Secret form = request.form();
            if (form != null) {
                server.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
                server.setDoOutput(true);
                try (OutputStream out = server.getOutputStream()) {
                    out.write(form.text().getBytes(StandardCharsets.UTF_8));
                }
            }
            return answer(request, server);
        } finally {
            server.disconnect();
        }
    }

    private static String answer(Request request, HttpURLConnection server) throws IOException {
        int status = server.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK) {
            return text(server.getInputStream());
        }
        InputStream why = server.getErrorStream();
        String answered =
                request.location() + " answered " + status + (why == null ? "" : ": " + text(why));
        throw status / 100 == CLIENT_ERRORS
                ? NetworkException.unwelcome(answered)
                : new NetworkException(answered);
    }

    private static String text(InputStream from) throws IOException {
        try (from) {
            byte[] bytes = from.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new IOException("it has more than " + BYTES_MAX + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}

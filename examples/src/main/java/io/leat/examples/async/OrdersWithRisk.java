package io.leat.examples.async;

import io.leat.common.serialization.Serdes;
import io.leat.examples.Application;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Async;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Produced;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * Asks a service about each order before it goes on.
 *
 * <p>The topic {@code orders} has orders by customer. A slow service says how risky each is: up to
 * 200 are asked about at a time and the stream does not stop meanwhile. The orders of one customer
 * stay in order. {@code rated-orders} gets each order once, with its risk, whatever crashes; the
 * service may be asked twice.
 */
public final class OrdersWithRisk {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private OrdersWithRisk() {}

    /**
     * @param service tells the risk of an order, later
     */
    public static Topology topology(Function<String, CompletionStage<String>> service) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("orders", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValuesAsync(
                        (customer, order) ->
                                service.apply(order).thenApply(risk -> order + " risk " + risk),
                        Async.<String, String>inFlight(200).withTimeout(PATIENCE))
                .to("rated-orders", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    /** The service at {@code address}, which takes an order as the end of the path. */
    static Function<String, CompletionStage<String>> http(String address) {
        HttpClient client = HttpClient.newHttpClient();
        return order -> {
            String path = URLEncoder.encode(order, StandardCharsets.UTF_8);
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).build();
            return client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .thenApply(OrdersWithRisk::body);
        };
    }

    private static String body(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new CompletionException(new IOException("status " + response.statusCode()));
        }
        return response.body().strip();
    }

    /** {@code HOST:PORT STATE_DIR http://HOST:PORT/risk/}. */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        if (arguments.length < 3) {
            System.err.println(
                    "Say where the service is: HOST:PORT STATE_DIR http://HOST:PORT/risk/");
            System.exit(1);
        }
        Application.run(
                topology(http(arguments[2])), Application.settings("orders-with-risk", arguments));
    }
}

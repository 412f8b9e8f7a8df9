package io.leat.clients;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Lets a class of tests run against Apache Kafka and against Leat. Both are started once for all
 * classes and closed after the last, so topics and groups must be named after their test.
 */
public final class BothServers implements ArgumentsProvider {

    @Override
    public Stream<? extends Arguments> provideArguments(
            ParameterDeclarations parameters, ExtensionContext context) {
        return Stream.of(
                Arguments.of(shared(context, "Leat", LeatNode::start)),
                Arguments.of(shared(context, "Apache Kafka", BothServers::apacheKafka)));
    }

    private static Server apacheKafka() {
        ApacheKafka node = ApacheKafka.start();
        return new Server() {
            @Override
            public String bootstrap() {
                return node.bootstrap();
            }

            @Override
            public boolean apacheKafka() {
                return true;
            }

            @Override
            public String toString() {
                return node.toString();
            }

            @Override
            public void close() {
                node.close();
            }
        };
    }

    private static Server shared(
            ExtensionContext context, String name, Supplier<? extends Server> start) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(BothServers.class))
                .computeIfAbsent(name, key -> start.get(), Server.class);
    }
}

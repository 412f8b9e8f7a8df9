package io.leat.clients;

/** A running log server that the tests of the clients use. */
public interface Server extends AutoCloseable {

    /** For {@code bootstrap.servers}. */
    String bootstrap();

    /** Whether it is Apache Kafka; else it is a node of Leat. */
    boolean apacheKafka();

    @Override
    void close();
}

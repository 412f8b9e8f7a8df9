package io.leat.log.testkit.live;

import java.util.Map;

/** Makes the clients of one kind. Public for clients in class loaders of their own. */
public interface Clients {

    /** How reports name them. */
    String name();

    LiveProducer producer(Map<String, String> settings);

    LiveConsumer consumer(Map<String, String> settings);
}

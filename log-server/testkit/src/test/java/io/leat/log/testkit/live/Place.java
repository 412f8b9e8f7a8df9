package io.leat.log.testkit.live;

/** A partition of a topic. Public for clients in class loaders of their own. */
public record Place(String topic, int partition) {

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}

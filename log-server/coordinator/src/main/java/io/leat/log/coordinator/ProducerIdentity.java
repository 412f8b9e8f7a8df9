package io.leat.log.coordinator;

/** A transactional producer as partitions know it: its id and epoch. Immutable. */
public record ProducerIdentity(long id, short epoch) {

    @Override
    public String toString() {
        return id + "/" + epoch;
    }
}

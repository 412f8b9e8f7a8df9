package io.leat.streams.processor.api;

/** What a processor sees of its task, and where it forwards records. */
public interface FixedKeyProcessorContext<KForward, VForward> extends ProcessingContext {

    /** Hands {@code record} to all children, and returns when they are done. */
    <K extends KForward, V extends VForward> void forward(FixedKeyRecord<K, V> record);

    /** Hands {@code record} to the child of that name. */
    <K extends KForward, V extends VForward> void forward(
            FixedKeyRecord<K, V> record, String childName);
}

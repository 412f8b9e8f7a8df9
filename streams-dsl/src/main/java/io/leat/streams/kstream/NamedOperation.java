package io.leat.streams.kstream;

/** Something in a topology that can be given a name. */
interface NamedOperation<T extends NamedOperation<T>> {

    T withName(String name);
}

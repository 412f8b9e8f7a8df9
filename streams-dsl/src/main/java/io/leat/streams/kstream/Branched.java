package io.leat.streams.kstream;

import java.util.function.Consumer;
import java.util.function.Function;

/** What happens to one branch of a split stream, and its name. */
public class Branched<K, V> implements NamedOperation<Branched<K, V>> {

    protected final String name;
    protected final Function<? super KStream<K, V>, ? extends KStream<K, V>> chainFunction;
    protected final Consumer<? super KStream<K, V>> chainConsumer;

    protected Branched(
            String name,
            Function<? super KStream<K, V>, ? extends KStream<K, V>> chainFunction,
            Consumer<? super KStream<K, V>> chainConsumer) {
        this.name = name;
        this.chainFunction = chainFunction;
        this.chainConsumer = chainConsumer;
    }

    public static <K, V> Branched<K, V> as(String name) {
        return new Branched<>(name, null, null);
    }

    public static <K, V> Branched<K, V> withFunction(
            Function<? super KStream<K, V>, ? extends KStream<K, V>> chain) {
        return new Branched<>(null, chain, null);
    }

    public static <K, V> Branched<K, V> withFunction(
            Function<? super KStream<K, V>, ? extends KStream<K, V>> chain, String name) {
        return new Branched<>(name, chain, null);
    }

    public static <K, V> Branched<K, V> withConsumer(Consumer<KStream<K, V>> chain) {
        return new Branched<>(null, null, chain);
    }

    public static <K, V> Branched<K, V> withConsumer(
            Consumer<? super KStream<K, V>> chain, String name) {
        return new Branched<>(name, null, chain);
    }

    @Override
    public Branched<K, V> withName(String name) {
        return new Branched<>(name, chainFunction, chainConsumer);
    }
}

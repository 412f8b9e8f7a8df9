package io.leat.streams.kstream;

import java.util.Map;

/** A stream being split: each record goes to the first branch whose predicate holds. */
public interface BranchedKStream<K, V> {

    BranchedKStream<K, V> branch(Predicate<? super K, ? super V> predicate);

    BranchedKStream<K, V> branch(
            Predicate<? super K, ? super V> predicate, Branched<K, V> branched);

    /** Ends the split; the rest goes to a last branch. Returns the branches by name. */
    Map<String, KStream<K, V>> defaultBranch();

    Map<String, KStream<K, V>> defaultBranch(Branched<K, V> branched);

    /** Ends the split; the rest is dropped. Returns the branches by name. */
    Map<String, KStream<K, V>> noDefaultBranch();
}

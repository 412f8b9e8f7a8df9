package io.leat.streams;

import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.errors.UnknownStateStoreException;
import io.leat.streams.processor.StateStore;
import io.leat.streams.query.StateQueryRequest;
import io.leat.streams.query.StateQueryResult;
import io.leat.streams.runtime.Runtime;
import io.leat.streams.topology.ProcessorGraph;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The stores of an application as those who query them see them: what is here of them, and which
 * instances have the rest. Safe for several threads.
 */
final class QueriedStores {

    private final String applicationId;
    private final ProcessorGraph graph;
    private final Supplier<Runtime> running;

    /**
     * @param running the application as it runs, or an exception that says why it does not
     */
    QueriedStores(String applicationId, ProcessorGraph graph, Supplier<Runtime> running) {
        this.applicationId = applicationId;
        this.graph = graph;
        this.running = running;
    }

    /** As {@link LeatStreams#store}. */
    <T> T view(StoreQueryParameters<T> parameters) {
        String name = parameters.storeName();
        check(name);
        for (StateStore part : parts(parameters)) {
            if (!parameters.queryableStoreType().accepts(part)) {
                throw new InvalidStateStoreException(
                        "store " + name + " is not of the kind asked for but " + part.getClass());
            }
        }
        return parameters.queryableStoreType().create(() -> parts(parameters));
    }

    private List<StateStore> parts(StoreQueryParameters<?> parameters) {
        return running.get()
                .stores(
                        parameters.storeName(),
                        parameters.partition(),
                        parameters.staleStoresEnabled());
    }

    /** As {@link LeatStreams#query}. */
    <R> StateQueryResult<R> query(StateQueryRequest<R> request) {
        check(request.getStoreName());
        return running.get().query(request);
    }

    private void check(String name) {
        if (!graph.hasStore(name)) {
            throw new UnknownStateStoreException("the topology has no store " + name + ".");
        }
    }

    /** How far the parts that are here are behind, by store and partition. */
    Map<String, Map<Integer, LagInfo>> lags() {
        Runtime current = running.get();
        var reached = current.reached();
        return LagInfo.byStore(reached, current.ends(reached.keySet()));
    }

    /** All instances, as of the last rebalance. */
    Instances instances() {
        return new Instances(applicationId, graph.subtopologies(), running.get().view().hosts());
    }

    /** The same, to be asked for a store that is in parts on several of them. */
    Instances instancesWith(String store) {
        if (!graph.whole().stores().containsKey(store)) {
            throw new UnknownStateStoreException(
                    "Cannot get state store "
                            + store
                            + " because no such store is registered in the topology.");
        }
        return instances();
    }
}

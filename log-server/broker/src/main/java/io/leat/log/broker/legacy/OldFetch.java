package io.leat.log.broker.legacy;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.data.FetchHandler;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;

/**
 * Fetch, versions 0 to 3: record batches become message sets on their way out. Such a client reads
 * what is not committed, too, as it cannot say otherwise; it never sees control records.
 */
public final class OldFetch extends OldVersions<FetchRequest, FetchResponse> {

    private static final int FIRST_WITH_BATCHES = 4;

    private final Broker broker;

    public OldFetch(Broker broker) {
        super(new FetchHandler(broker), FIRST_WITH_BATCHES);
        this.broker = broker;
    }

    @Override
    void translate(RequestContext context, FetchRequest request, Reply<FetchResponse> reply) {
        new OldFetchPass(broker, modern(), context, request, reply).start();
    }
}

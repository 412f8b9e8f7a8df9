package io.leat.log.broker.legacy;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.settings.DescribeConfigsHandler;
import io.leat.log.protocol.message.DescribeConfigsRequest;
import io.leat.log.protocol.message.DescribeConfigsResponse;
import io.leat.log.protocol.message.DescribeConfigsResponse.ResourceResult;
import io.leat.log.protocol.message.DescribeConfigsResponse.Result;
import java.util.List;

/** DescribeConfigs, version 0, which only tells whether a setting has its default. */
public final class OldDescribeConfigs
        extends OldVersions<DescribeConfigsRequest, DescribeConfigsResponse> {

    private static final int FIRST_WITH_SOURCES = 1;

    /** The source of a setting that nobody set. */
    private static final byte DEFAULT_SOURCE = 5;

    public OldDescribeConfigs(Broker broker) {
        super(new DescribeConfigsHandler(broker), FIRST_WITH_SOURCES);
    }

    @Override
    void translate(
            RequestContext context,
            DescribeConfigsRequest request,
            Reply<DescribeConfigsResponse> reply) {
        modern().handle(
                        context,
                        request,
                        new TranslatedReply<>(
                                reply, response -> reply.complete(translated(response))));
    }

    private static DescribeConfigsResponse translated(DescribeConfigsResponse response) {
        List<Result> results =
                response.results().stream()
                        .map(each -> each.toBuilder().configs(marked(each.configs())).build())
                        .toList();
        return response.toBuilder().results(results).build();
    }

    private static List<ResourceResult> marked(List<ResourceResult> configs) {
        return configs.stream()
                .map(
                        each ->
                                each.toBuilder()
                                        .isDefault(each.configSource() == DEFAULT_SOURCE)
                                        .build())
                .toList();
    }
}

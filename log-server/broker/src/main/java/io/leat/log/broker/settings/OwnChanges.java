package io.leat.log.broker.settings;

import io.leat.log.broker.Broker;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.leat.log.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import io.leat.log.quorum.controller.AlterConfigs;
import io.leat.log.quorum.image.ConfigResource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a broker itself answers of requests to change settings, before the controller decides: the
 * levels of its loggers, and whether it could live with other settings of its own. Only it knows
 * its folders and key files. Stateless.
 */
final class OwnChanges {

    private final Broker broker;
    private final AlterConfigs decisions;

    OwnChanges(Broker broker) {
        this.broker = broker;
        this.decisions = new AlterConfigs(broker.topics().rules());
    }

    /** Whether it is about settings of this broker. */
    boolean isOwn(byte type, String name) {
        return type == ConfigResource.BROKER && name.equals(String.valueOf(broker.nodeId()));
    }

    /** Whether there is anything in it for this broker. */
    boolean concernedBy(byte type, String name) {
        return type == ConfigResource.BROKER_LOGGER || isOwn(type, name);
    }

    /** The answer of this broker; null if the controller decides. */
    @Nullable AlterConfigsResourceResponse answer(
            AlterConfigsResource resource, boolean validateOnly) {
        if (resource.resourceType() == ConfigResource.BROKER_LOGGER) {
            BrokerLoggers.Refused refused = broker.loggers().alter(resource, validateOnly);
            return refused == null
                    ? answer(resource, ErrorCode.NONE, null)
                    : answer(resource, refused.error(), refused.text());
        }
        if (!isOwn(resource.resourceType(), resource.resourceName())) {
            return null;
        }
        var decision =
                decisions.decide(
                        broker.image(),
                        new IncrementalAlterConfigsRequest(List.of(resource), true));
        AlterConfigsResourceResponse result = decision.reply().responses().get(0);
        return result.errorCode() == ErrorCode.NONE ? null : result;
    }

    private static AlterConfigsResourceResponse answer(
            AlterConfigsResource resource, ErrorCode error, @Nullable String text) {
        return new AlterConfigsResourceResponse(
                error, text, resource.resourceType(), resource.resourceName());
    }

    /** What is answered here of {@code request}, in its order. */
    List<AlterConfigsResourceResponse> answers(IncrementalAlterConfigsRequest request) {
        List<AlterConfigsResourceResponse> answers = new ArrayList<>();
        for (AlterConfigsResource resource : request.resources()) {
            AlterConfigsResourceResponse answer = answer(resource, request.validateOnly());
            if (answer != null) {
                answers.add(answer);
            }
        }
        return answers;
    }

    /** What of {@code request} the controller has to decide. */
    static IncrementalAlterConfigsRequest others(
            IncrementalAlterConfigsRequest request, List<AlterConfigsResourceResponse> answered) {
        List<AlterConfigsResource> others = new ArrayList<>(request.resources());
        for (AlterConfigsResourceResponse each : answered) {
            others.removeIf(
                    other ->
                            other.resourceType() == each.resourceType()
                                    && other.resourceName().equals(each.resourceName()));
        }
        return request.toBuilder().resources(others).build();
    }
}

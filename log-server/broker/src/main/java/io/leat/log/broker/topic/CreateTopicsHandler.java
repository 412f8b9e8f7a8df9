package io.leat.log.broker.topic;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.access.ChangedReply;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.quota.Mutations;
import io.leat.log.broker.settings.TopicSettings;
import io.leat.log.broker.settings.TopicSettings.Setting;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.CreateTopicsRequest;
import io.leat.log.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.leat.log.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.leat.log.protocol.message.CreateTopicsResponse;
import io.leat.log.protocol.message.CreateTopicsResponse.CreatableTopicConfigs;
import io.leat.log.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** CreateTopics, versions 0 to 7. Not yet: the timeout, nothing here takes long. */
public final class CreateTopicsHandler
        implements Handler<CreateTopicsRequest, CreateTopicsResponse> {

    private static final int FIRST_STRICT_VERSION = 6;

    private final Broker broker;

    public CreateTopicsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.CREATE_TOPICS;
    }

    @Override
    public boolean decidedByController() {
        return true;
    }

    @Override
    public CreateTopicsRequest read(Reader in) {
        return CreateTopicsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            CreateTopicsRequest request,
            Reply<CreateTopicsResponse> reply) {
        Mutations mutations = Mutations.of(broker, context, FIRST_STRICT_VERSION);
        List<CreatableTopic> accepted = new ArrayList<>();
        List<CreatableTopic> refused = new ArrayList<>();
        for (CreatableTopic topic : request.topics()) {
            (mutations.take(partitions(topic)) ? accepted : refused).add(topic);
        }
        if (refused.isEmpty() && mutations.throttleTimeMs() == 0) {
            create(request, reply);
            return;
        }
        int throttleTimeMs = mutations.throttleTimeMs();
        CreateTopicsResponse held =
                failed(request.toBuilder().topics(refused).build(), Mutations.refusal());
        create(
                request.toBuilder().topics(accepted).build(),
                new ChangedReply<>(
                        reply,
                        response ->
                                response.toBuilder()
                                        .topics(joined(response.topics(), held.topics()))
                                        .throttleTimeMs(throttleTimeMs)
                                        .build()));
    }

    private static List<CreatableTopicResult> joined(
            List<CreatableTopicResult> made, List<CreatableTopicResult> held) {
        List<CreatableTopicResult> all = new ArrayList<>(made);
        all.addAll(held);
        return all;
    }

    private int partitions(CreatableTopic topic) {
        if (!topic.assignments().isEmpty()) {
            return topic.assignments().size();
        }
        int asked = topic.numPartitions();
        return asked > 0 ? asked : broker.config().get(BrokerKeys.NUM_PARTITIONS);
    }

    private void create(CreateTopicsRequest request, Reply<CreateTopicsResponse> reply) {
        broker.controller()
                .submit(
                        image -> broker.topics().decisions().decide(image, request),
                        response ->
                                broker.topics()
                                        .whenOpened(
                                                names(response),
                                                () ->
                                                        reply.complete(
                                                                withSettings(request, response))),
                        error -> reply.complete(failed(request, error)));
    }

    private static List<String> names(CreateTopicsResponse response) {
        return response.topics().stream().map(CreatableTopicResult::name).toList();
    }

    /** Adds to every new topic the settings it has, which versions from 5 on show. */
    private CreateTopicsResponse withSettings(
            CreateTopicsRequest request, CreateTopicsResponse response) {
        Map<String, Map<String, String>> given = new HashMap<>();
        for (CreatableTopic topic : request.topics()) {
            Map<String, String> settings = new HashMap<>();
            for (CreatableTopicConfig config : topic.configs()) {
                String value = config.value();
                if (value != null) {
                    settings.put(config.name(), value);
                }
            }
            given.put(topic.name(), settings);
        }
        MetadataImage image = broker.image();
        List<CreatableTopicResult> results = new ArrayList<>();
        for (CreatableTopicResult result : response.topics()) {
            // What was made has more settings than were given: min.insync.replicas of replicas.
            Map<String, String> settings =
                    image.topic(result.topicId()) == null
                            ? given.getOrDefault(result.name(), Map.of())
                            : image.configs(ConfigResource.topic(result.name()));
            results.add(
                    result.errorCode() == ErrorCode.NONE
                            ? result.toBuilder().configs(configs(settings)).build()
                            : result);
        }
        return response.toBuilder().topics(results).build();
    }

    private List<CreatableTopicConfigs> configs(Map<String, String> settings) {
        List<CreatableTopicConfigs> configs = new ArrayList<>();
        for (Setting setting : TopicSettings.of(broker.config(), settings)) {
            configs.add(
                    CreatableTopicConfigs.builder()
                            .name(setting.key().name())
                            .value(setting.value())
                            .configSource(setting.source().code())
                            .build());
        }
        return configs;
    }

    private static CreateTopicsResponse failed(CreateTopicsRequest request, ErrorCode error) {
        return CreateTopicsResponse.builder()
                .topics(
                        request.topics().stream()
                                .map(
                                        topic ->
                                                CreatableTopicResult.builder()
                                                        .name(topic.name())
                                                        .errorCode(error)
                                                        .errorMessage(error.message())
                                                        .configs(null)
                                                        .build())
                                .toList())
                .build();
    }
}

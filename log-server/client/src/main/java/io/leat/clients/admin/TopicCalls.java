package io.leat.clients.admin;

import io.leat.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import io.leat.clients.network.Call;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.message.CreatePartitionsRequest;
import io.leat.log.protocol.message.CreatePartitionsResponse;
import io.leat.log.protocol.message.CreateTopicsRequest;
import io.leat.log.protocol.message.CreateTopicsResponse;
import io.leat.log.protocol.message.DeleteRecordsRequest;
import io.leat.log.protocol.message.DeleteRecordsResponse;
import io.leat.log.protocol.message.DeleteTopicsRequest;
import io.leat.log.protocol.message.DeleteTopicsResponse;
import io.leat.log.protocol.message.MetadataRequest;
import io.leat.log.protocol.message.MetadataResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Calls about topics. Stateless. */
final class TopicCalls {

    static final io.leat.log.protocol.Uuid NO_ID = io.leat.log.protocol.Uuid.ZERO;

    private final Attempts attempts;

    TopicCalls(Attempts attempts) {
        this.attempts = attempts;
    }

    KafkaFuture<TopicMetadataAndConfig> create(NewTopic topic, CreateTopicsOptions options) {
        CreateTopicsRequest request =
                CreateTopicsRequest.builder()
                        .topics(List.of(creatable(topic)))
                        .timeoutMs(attempts.requestTimeoutMs(options))
                        .validateOnly(options.shouldValidateOnly())
                        .build();
        return attempts.run(
                options,
                "Creating topic " + topic.name(),
                () ->
                        attempts.any(Call.of(request, CreateTopicsResponse::read))
                                .thenApply(response -> created(response.topics().get(0))));
    }

    private static CreateTopicsRequest.CreatableTopic creatable(NewTopic topic) {
        List<CreateTopicsRequest.CreatableReplicaAssignment> assignments = new ArrayList<>();
        if (topic.replicasAssignments() != null) {
            topic.replicasAssignments()
                    .forEach(
                            (partition, brokers) ->
                                    assignments.add(
                                            new CreateTopicsRequest.CreatableReplicaAssignment(
                                                    partition, brokers)));
        }
        List<CreateTopicsRequest.CreatableTopicConfig> configs = new ArrayList<>();
        if (topic.configs() != null) {
            topic.configs()
                    .forEach(
                            (name, value) ->
                                    configs.add(
                                            new CreateTopicsRequest.CreatableTopicConfig(
                                                    name, value)));
        }
        return new CreateTopicsRequest.CreatableTopic(
                topic.name(),
                topic.numPartitions(),
                topic.replicationFactor(),
                assignments,
                configs);
    }

    private TopicMetadataAndConfig created(CreateTopicsResponse.CreatableTopicResult topic) {
        attempts.check(topic.errorCode(), topic.errorMessage());
        List<ConfigEntry> entries = new ArrayList<>();
        if (topic.configs() != null) {
            for (CreateTopicsResponse.CreatableTopicConfigs one : topic.configs()) {
                entries.add(
                        new ConfigEntry(
                                one.name(),
                                one.value(),
                                ConfigEntry.ConfigSource.forId(one.configSource()),
                                one.isSensitive(),
                                one.readOnly(),
                                List.of(),
                                ConfigEntry.ConfigType.UNKNOWN,
                                null));
            }
        }
        return new TopicMetadataAndConfig(
                id(topic.topicId()),
                topic.numPartitions(),
                topic.replicationFactor(),
                new Config(entries));
    }

    KafkaFuture<Void> delete(String name, Uuid topicId, DeleteTopicsOptions options) {
        Call<DeleteTopicsResponse> call =
                Call.of(
                        ApiKey.DELETE_TOPICS,
                        version -> deletion(version, name, topicId, options),
                        DeleteTopicsResponse::read);
        return attempts.run(
                options,
                "Deleting topic " + (name == null ? topicId : name),
                () ->
                        attempts.any(name == null ? call.versions(6, call.highest()) : call)
                                .thenApply(
                                        response -> {
                                            var one = response.responses().get(0);
                                            attempts.check(one.errorCode(), one.errorMessage());
                                            return null;
                                        }));
    }

    private DeleteTopicsRequest deletion(
            int version, String name, Uuid topicId, DeleteTopicsOptions options) {
        DeleteTopicsRequest.Builder builder =
                DeleteTopicsRequest.builder().timeoutMs(attempts.requestTimeoutMs(options));
        if (version < 6) {
            return builder.topicNames(List.of(name)).build();
        }
        return builder.topics(
                        List.of(
                                new DeleteTopicsRequest.DeleteTopicState(
                                        name, topicId == null ? NO_ID : wire(topicId))))
                .build();
    }

    KafkaFuture<Void> grow(String topic, NewPartitions to, CreatePartitionsOptions options) {
        List<CreatePartitionsRequest.Assignment> assignments = null;
        if (to.assignments() != null) {
            assignments =
                    to.assignments().stream().map(CreatePartitionsRequest.Assignment::new).toList();
        }
        CreatePartitionsRequest request =
                CreatePartitionsRequest.builder()
                        .topics(
                                List.of(
                                        new CreatePartitionsRequest.Topic(
                                                topic, to.totalCount(), assignments)))
                        .timeoutMs(attempts.requestTimeoutMs(options))
                        .validateOnly(options.validateOnly())
                        .build();
        return attempts.run(
                options,
                "Adding partitions to topic " + topic,
                () ->
                        attempts.any(Call.of(request, CreatePartitionsResponse::read))
                                .thenApply(
                                        response -> {
                                            var one = response.results().get(0);
                                            attempts.check(one.errorCode(), one.errorMessage());
                                            return null;
                                        }));
    }

    KafkaFuture<Map<String, TopicListing>> list(ListTopicsOptions options) {
        return attempts.run(
                options,
                "Listing topics",
                () ->
                        attempts.any(metadata(null, false))
                                .thenApply(response -> listings(response, options)));
    }

    private static Map<String, TopicListing> listings(
            MetadataResponse response, ListTopicsOptions options) {
        Map<String, TopicListing> listings = new HashMap<>();
        for (MetadataResponse.Topic topic : response.topics()) {
            if (options.shouldListInternal() || !topic.isInternal()) {
                listings.put(
                        topic.name(),
                        new TopicListing(topic.name(), id(topic.topicId()), topic.isInternal()));
            }
        }
        return listings;
    }

    /** Asks for these topics, or for all when null. */
    static Call<MetadataResponse> metadata(List<MetadataRequest.Topic> topics, boolean operations) {
        Call<MetadataResponse> call =
                Call.of(
                        ApiKey.METADATA,
                        version -> {
                            MetadataRequest.Builder builder =
                                    MetadataRequest.builder()
                                            .topics(topics)
                                            .allowAutoTopicCreation(version < 4);
                            return version >= 8
                                    ? builder.includeTopicAuthorizedOperations(operations).build()
                                    : builder.build();
                        },
                        MetadataResponse::read);
        boolean byId = topics != null && topics.get(0).name() == null;
        return call.versions(byId ? 12 : 1, call.highest());
    }

    KafkaFuture<DeletedRecords> deleteRecords(
            TopicPartition partition, RecordsToDelete before, DeleteRecordsOptions options) {
        DeleteRecordsRequest request =
                DeleteRecordsRequest.builder()
                        .topics(
                                List.of(
                                        new DeleteRecordsRequest.Topic(
                                                partition.topic(),
                                                List.of(
                                                        new DeleteRecordsRequest.Partition(
                                                                partition.partition(),
                                                                before.beforeOffset())))))
                        .timeoutMs(attempts.requestTimeoutMs(options))
                        .build();
        return attempts.run(
                options,
                "Deleting records of " + partition,
                () -> {
                    CompletableFuture<DeleteRecordsResponse> answer =
                            attempts.leader(
                                    partition, Call.of(request, DeleteRecordsResponse::read));
                    return answer.thenApply(
                            response -> {
                                var one = response.topics().get(0).partitions().get(0);
                                attempts.check(one.errorCode(), null);
                                return new DeletedRecords(one.lowWatermark());
                            });
                });
    }

    static Uuid id(io.leat.log.protocol.Uuid id) {
        return new Uuid(id.high(), id.low());
    }

    static io.leat.log.protocol.Uuid wire(Uuid id) {
        return new io.leat.log.protocol.Uuid(
                id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}

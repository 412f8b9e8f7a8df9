package io.leat.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.BothServers;
import io.leat.clients.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.ShareGroupDescribeRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupDescribeRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData.FeatureUpdateKey;
import org.apache.kafka.common.message.UpdateFeaturesResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AlterShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ConsumerGroupDescribeRequest;
import org.apache.kafka.common.requests.ConsumerGroupHeartbeatRequest;
import org.apache.kafka.common.requests.DeleteShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.DescribeShareGroupOffsetsRequest;
import org.apache.kafka.common.requests.ShareAcknowledgeRequest;
import org.apache.kafka.common.requests.ShareFetchRequest;
import org.apache.kafka.common.requests.ShareGroupDescribeRequest;
import org.apache.kafka.common.requests.ShareGroupHeartbeatRequest;
import org.apache.kafka.common.requests.StreamsGroupDescribeRequest;
import org.apache.kafka.common.requests.StreamsGroupHeartbeatRequest;
import org.apache.kafka.common.requests.UpdateFeaturesRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Levels of features go down and up again, and what is offered with them, as with Apache Kafka. */
@Timeout(60)
@ParameterizedClass(autoCloseArguments = false)
@ArgumentsSource(BothServers.class)
class FeatureLevelsTest {

    private static final byte UPGRADE = 1;
    private static final byte SAFE_DOWNGRADE = 2;
    private static final byte UNSAFE_DOWNGRADE = 3;
    private static final List<String> COMPARED =
            List.of("group.version", "share.version", "streams.version", "transaction.version");

    /** What the first server answered. */
    private static final List<String> ANSWERS = new ArrayList<>();

    @Parameter Server server;
    private final List<String> transcript = new ArrayList<>();

    private static FeatureUpdateKey to(String feature, int level, byte type) {
        return new FeatureUpdateKey()
                .setFeature(feature)
                .setMaxVersionLevel((short) level)
                .setUpgradeType(type);
    }

    private void update(GroupRequests requests, int version, FeatureUpdateKey... updates) {
        var all = new UpdateFeaturesRequestData.FeatureUpdateKeyCollection();
        List.of(updates).forEach(all::add);
        UpdateFeaturesRequestData request =
                new UpdateFeaturesRequestData().setTimeoutMs(10_000).setFeatureUpdates(all);
        UpdateFeaturesResponseData answer =
                (UpdateFeaturesResponseData)
                        requests.ask(
                                        new UpdateFeaturesRequest.Builder(request)
                                                .build((short) version))
                                .data();
        TreeMap<String, Errors> results = new TreeMap<>();
        answer.results().forEach(r -> results.put(r.feature(), Errors.forCode(r.errorCode())));
        StringBuilder line = new StringBuilder("v" + version);
        for (FeatureUpdateKey each : updates) {
            line.append(' ').append(each.feature()).append(" to ");
            line.append(each.maxVersionLevel()).append(" as ").append(each.upgradeType());
        }
        transcript.add(line + ": " + Errors.forCode(answer.errorCode()) + " " + results);
    }

    private TreeMap<String, Short> levels(GroupRequests requests) {
        ApiVersionsResponseData versions =
                (ApiVersionsResponseData)
                        requests.ask(new ApiVersionsRequest.Builder().build((short) 4)).data();
        TreeMap<String, Short> levels = new TreeMap<>();
        versions.finalizedFeatures()
                .forEach(each -> levels.put(each.name(), each.maxVersionLevel()));
        levels.keySet().retainAll(COMPARED);
        return levels;
    }

    /** The level is told a moment after it was set. */
    private void awaitLevel(GroupRequests requests, String feature, int level) {
        while (levels(requests).getOrDefault(feature, (short) 0) != level) {
            Thread.onSpinWait();
        }
        transcript.add("levels " + levels(requests));
    }

    private void probe(GroupRequests requests) {
        List<AbstractRequest> all =
                List.of(
                        new ConsumerGroupHeartbeatRequest.Builder(
                                        new ConsumerGroupHeartbeatRequestData()
                                                .setGroupId("none")
                                                .setMemberId("m")
                                                .setMemberEpoch(3))
                                .build((short) 1),
                        new ConsumerGroupDescribeRequest.Builder(
                                        new ConsumerGroupDescribeRequestData()
                                                .setGroupIds(List.of("none", "other")))
                                .build((short) 1),
                        new ShareGroupHeartbeatRequest.Builder(
                                        new ShareGroupHeartbeatRequestData()
                                                .setGroupId("none")
                                                .setMemberId("m")
                                                .setMemberEpoch(3))
                                .build((short) 1),
                        new ShareGroupDescribeRequest.Builder(
                                        new ShareGroupDescribeRequestData()
                                                .setGroupIds(List.of("none", "other")))
                                .build((short) 1),
                        new ShareFetchRequest.Builder(
                                        new ShareFetchRequestData()
                                                .setGroupId("none")
                                                .setMemberId(Uuid.ONE_UUID.toString())
                                                .setShareSessionEpoch(5)
                                                .setMaxBytes(100)
                                                .setMaxRecords(1)
                                                .setBatchSize(1))
                                .build((short) 2),
                        new ShareAcknowledgeRequest.Builder(
                                        new ShareAcknowledgeRequestData()
                                                .setGroupId("none")
                                                .setMemberId(Uuid.ONE_UUID.toString())
                                                .setShareSessionEpoch(5))
                                .build((short) 2),
                        new DescribeShareGroupOffsetsRequest.Builder(
                                        new DescribeShareGroupOffsetsRequestData()
                                                .setGroups(
                                                        List.of(
                                                                new DescribeShareGroupOffsetsRequestData
                                                                                .DescribeShareGroupOffsetsRequestGroup()
                                                                        .setGroupId("none")
                                                                        .setTopics(null))))
                                .build((short) 1),
                        new AlterShareGroupOffsetsRequest.Builder(
                                        new AlterShareGroupOffsetsRequestData().setGroupId("none"))
                                .build((short) 0),
                        new DeleteShareGroupOffsetsRequest.Builder(
                                        new DeleteShareGroupOffsetsRequestData().setGroupId("none"))
                                .build((short) 0),
                        new StreamsGroupHeartbeatRequest.Builder(
                                        new StreamsGroupHeartbeatRequestData()
                                                .setGroupId("none")
                                                .setMemberId("m")
                                                .setMemberEpoch(3))
                                .build((short) 0),
                        new StreamsGroupDescribeRequest.Builder(
                                        new StreamsGroupDescribeRequestData()
                                                .setGroupIds(List.of("none", "other")))
                                .build((short) 0));
        for (AbstractRequest each : all) {
            transcript.add(each.apiKey() + ": " + requests.ask(each).errorCounts());
        }
    }

    @Test
    void shouldOfferWhatTheLevelsSay() throws Exception {
        try (KafkaSide kafka = new KafkaSide(server);
                GroupRequests requests = new GroupRequests(server)) {
            kafka.topic("warm-features", 1);
            kafka.committed("warm-features", "warm-features", 0); // now there is a coordinator
            probe(requests);
            for (String feature : List.of("group.version", "share.version", "streams.version")) {
                update(requests, 2, to(feature, 0, UPGRADE));
                update(requests, 2, to(feature, 0, SAFE_DOWNGRADE));
                awaitLevel(requests, feature, 0);
                update(requests, 2, to(feature, 0, SAFE_DOWNGRADE));
                update(requests, 2, to(feature, 0, UPGRADE));
                probe(requests);
                update(requests, 1, to(feature, 1, SAFE_DOWNGRADE));
                update(requests, 1, to(feature, 1, UPGRADE));
                awaitLevel(requests, feature, 1);
                probe(requests);
            }
            update(requests, 2, to("transaction.version", 0, SAFE_DOWNGRADE));
            awaitLevel(requests, "transaction.version", 0);
            update(requests, 2, to("transaction.version", 2, UPGRADE));
            awaitLevel(requests, "transaction.version", 2);
            odd(requests);
        }
        if (ANSWERS.isEmpty()) {
            ANSWERS.addAll(transcript);
        }
        assertEquals(String.join("\n", ANSWERS), String.join("\n", transcript));
    }

    private void odd(GroupRequests requests) {
        for (int version = 1; version <= 2; version++) {
            update(requests, version);
            update(requests, version, to("nobody.knows.version", 1, UPGRADE));
            update(requests, version, to("nobody.knows.version", 0, SAFE_DOWNGRADE));
            update(requests, version, to("group.version", 9, UPGRADE));
            update(requests, version, to("group.version", -1, UPGRADE));
            update(requests, version, to("group.version", 1, UPGRADE));
            update(requests, version, to("group.version", 1, (byte) 7));
            update(requests, version, to("group.version", 0, (byte) 0));
            update(requests, version, to("metadata.version", 99, UPGRADE));
            update(requests, version, to("metadata.version", 3, SAFE_DOWNGRADE));
            update(requests, version, to("metadata.version", 0, UNSAFE_DOWNGRADE));
            update(
                    requests,
                    version,
                    to("group.version", 1, UPGRADE),
                    to("share.version", 9, UPGRADE));
        }
    }
}

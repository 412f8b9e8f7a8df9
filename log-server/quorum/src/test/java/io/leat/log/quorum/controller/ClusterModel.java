package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest;
import io.leat.log.protocol.message.AlterPartitionRequest;
import io.leat.log.protocol.message.BrokerHeartbeatRequest;
import io.leat.log.protocol.message.BrokerRegistrationRequest;
import io.leat.log.protocol.message.BrokerRegistrationResponse;
import io.leat.log.protocol.message.ElectLeadersRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.UnregisterBrokerRequest;
import io.leat.log.quorum.controller.ModelBroker.Fetched;
import io.leat.log.quorum.controller.ModelBroker.Lead;
import io.leat.log.quorum.controller.ModelBroker.Name;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of one controller that decides with the real decisions, and brokers that lead, copy,
 * commit, crash and see every image late. Everything it does is drawn from one seed.
 *
 * <p>What is under test are the decisions. The brokers do as a broker must: they cut their logs by
 * what the leader has, commit only what the whole ISR and every proposed member has, and nothing
 * while the ISR is smaller than min.insync.replicas.
 */
final class ClusterModel {

    private record Proposal(int broker, AlterPartitionRequest request) {}

    private final Random random;
    private final ModelBug bug;
    private final ModelRules rules = new ModelRules();
    private final ModelRules decisionRules;
    private final ModelInvariants invariants = new ModelInvariants(rules);
    private final List<MetadataImage> images = new ArrayList<>(List.of(MetadataImage.EMPTY));
    private final List<ModelBroker> brokers = new ArrayList<>();
    private final List<Proposal> proposals = new ArrayList<>();
    private final Map<Name, List<ModelLog.Entry>> acknowledged = new TreeMap<>();
    private final Map<Name, Integer> lossAllowedBefore = new HashMap<>();
    private final Map<Name, Integer> newestLed = new HashMap<>();
    private int numbers;
    private int incarnations;
    private int topics;

    /** What happened, for the report of a run that is worth something. */
    final Map<String, Integer> happened = new TreeMap<>();

    ClusterModel(long seed, ModelBug bug) {
        this.random = new Random(seed);
        this.bug = bug;
        this.decisionRules = bug == ModelBug.NONE ? rules : ModelMistakes.rules(bug);
        int count = 1 + random.nextInt(5);
        for (int id = 1; id <= count; id++) {
            brokers.add(new ModelBroker(id));
        }
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
    }

    private void count(String what) {
        happened.merge(what, 1, Integer::sum);
    }

    private MetadataImage image() {
        return images.get(images.size() - 1);
    }

    private <R> R decide(Decision<R> decision) {
        return decide(decision, false);
    }

    private <R> R decide(Decision<R> decision, boolean lossAsked) {
        MetadataImage before = image();
        List<LogRecord> records = ModelMistakes.records(bug, decision.records());
        if (!records.isEmpty()) {
            MetadataDelta delta = new MetadataDelta(before);
            records.forEach(delta::apply);
            MetadataImage after = delta.image(before.offset() + records.size());
            images.add(after);
            invariants.check(before, records, after);
            invariants.checkLoss(before, after, lossAsked);
        }
        return decision.reply();
    }

    private void step() {
        ModelBroker broker = brokers.get(random.nextInt(brokers.size()));
        int kind = random.nextInt(100);
        if (!broker.running) {
            if (kind < 60) {
                start(broker);
            }
        } else if (kind < 30) {
            see(broker, 1 + random.nextInt(3));
        } else if (kind < 42) {
            produce(broker);
        } else if (kind < 62) {
            fetch(broker);
        } else if (kind < 70) {
            propose(broker);
        } else if (kind < 78) {
            answerProposal();
        } else if (kind < 88) {
            heartbeat(broker, false);
        } else {
            rare(broker, random.nextInt(24));
        }
    }

    private void rare(ModelBroker broker, int kind) {
        switch (kind) {
            case 0, 1, 2 -> crash(broker);
            case 3 -> stop(broker);
            case 4, 5, 6 -> endSession(broker);
            case 7, 8, 9, 10 -> createTopic();
            case 11 -> deleteTopic();
            case 12, 13, 14, 15 -> reassign();
            case 16, 17 -> elect((byte) 0);
            case 18 -> elect((byte) (random.nextInt(5) == 0 ? 1 : 0));
            case 19 -> changeMinIsr();
            case 20 -> heartbeat(broker, true);
            case 21 -> broker.logs.values().forEach(ModelLog::flush);
            case 22 -> balance();
            default -> {
                if (random.nextInt(10) == 0) {
                    unregister(broker);
                }
            }
        }
    }

    private void start(ModelBroker broker) {
        broker.running = true;
        broker.incarnation = new Uuid(broker.id, ++incarnations);
        broker.epoch = -1;
        broker.leads.clear();
        register(broker);
    }

    private void register(ModelBroker broker) {
        BrokerImage present = image().broker(broker.id);
        long previous = broker.previousEpoch;
        if (bug == ModelBug.CRASH_TAKEN_FOR_STOP && present != null) {
            previous = present.epoch();
        }
        BrokerRegistrationRequest request =
                ModelRequests.register(broker.id, broker.incarnation, previous);
        BrokerRegistrationResponse response =
                decide(
                        new RegisterBroker(decisionRules, "c")
                                .decide(image(), request, id -> false));
        broker.epoch = response.brokerEpoch();
        broker.previousEpoch = -1;
        count("registered");
    }

    /** The broker sees newer images, and does as they say. */
    private void see(ModelBroker broker, int count) {
        broker.viewIndex = Math.min(images.size() - 1, broker.viewIndex + count);
        broker.view = images.get(broker.viewIndex);
        BrokerImage self = broker.view.broker(broker.id);
        broker.logs.keySet().removeIf(name -> broker.partition(name) == null);
        broker.leads
                .keySet()
                .removeIf(
                        name -> {
                            PartitionImage partition = broker.partition(name);
                            return partition == null || partition.leader() != broker.id;
                        });
        if (!broker.serves() || self == null) {
            return;
        }
        for (TopicImage topic : broker.view.topics()) {
            for (PartitionImage partition : topic.partitions()) {
                Name name = new Name(topic.id(), partition.partition());
                Lead lead = broker.leads.get(name);
                if (partition.leader() == broker.id
                        && (lead == null || lead.leaderEpoch != partition.leaderEpoch())) {
                    lead(broker, name, partition);
                } else if (lead != null && partition.partitionEpoch() > lead.proposedAt) {
                    lead.proposed = null; // it was decided, or will be refused
                }
            }
        }
    }

    private void lead(ModelBroker broker, Name name, PartitionImage partition) {
        ModelLog log = broker.log(name);
        broker.leads.put(name, new Lead(partition.leaderEpoch(), log.end()));
        if (partition.leaderEpoch() < newestLed.getOrDefault(name, 0) || newest(name) == null) {
            return; // it comes too late: another leads by now
        }
        newestLed.put(name, partition.leaderEpoch());
        List<ModelLog.Entry> promised = acknowledged.getOrDefault(name, List.of());
        int kept = log.common(promised);
        // Under durability=auto a replica that becomes the only one flushes from then on. If it
        // crashed just before that, nobody has more: there is nothing an election could do better.
        boolean nobodyHasMore = partition.settledReplicas() == 1 && broker.cut.contains(name);
        if (partition.recovering() || nobodyHasMore) {
            acknowledged.put(name, List.copyOf(promised.subList(0, kept)));
            lossAllowedBefore.put(name, partition.leaderEpoch());
            count("recovered with " + (kept < promised.size() ? "loss" : "nothing lost"));
        }
        ModelInvariants.that(
                partition.recovering() || nobodyHasMore || kept == promised.size(),
                "acknowledged records are lost: broker "
                        + broker.id
                        + " leads with "
                        + kept
                        + " of "
                        + promised.size()
                        + history(name));
        count("led");
    }

    private @Nullable PartitionImage newest(Name name) {
        TopicImage topic = image().topic(name.topic());
        return topic == null ? null : topic.partition(name.partition());
    }

    private void produce(ModelBroker broker) {
        for (Map.Entry<Name, Lead> each : broker.leads.entrySet()) {
            if (random.nextBoolean()) {
                ModelLog log = broker.log(each.getKey());
                log.append(new ModelLog.Entry(each.getValue().leaderEpoch, ++numbers));
                commit(broker, each.getKey());
            }
        }
    }

    private void commit(ModelBroker broker, Name name) {
        PartitionImage partition = broker.partition(name);
        Lead lead = broker.leads.get(name);
        TopicImage topic = broker.view.topic(name.topic());
        if (partition == null || lead == null || topic == null || newest(name) == null) {
            return;
        }
        int minIsr = new ReplicationRules(broker.view, rules).minIsr(topic.name(), 99);
        int end = broker.committable(name, partition, minIsr);
        if (end <= lead.highWatermark
                || lead.leaderEpoch < lossAllowedBefore.getOrDefault(name, 0)) {
            return;
        }
        lead.highWatermark = end;
        List<ModelLog.Entry> promised = acknowledged.getOrDefault(name, List.of());
        int same = broker.log(name).common(promised);
        ModelInvariants.that(
                same >= Math.min(end, promised.size()),
                "two histories are acknowledged, "
                        + same
                        + " of "
                        + promised.size()
                        + " by "
                        + broker.id
                        + " in epoch "
                        + lead.leaderEpoch
                        + history(name));
        if (end > promised.size()) {
            acknowledged.put(name, broker.log(name).prefix(end));
            count("acknowledged");
        }
    }

    private void fetch(ModelBroker follower) {
        if (follower.epoch < 0) {
            return;
        }
        for (TopicImage topic : follower.view.topics()) {
            for (PartitionImage partition : topic.partitions()) {
                Name name = new Name(topic.id(), partition.partition());
                if (partition.leader() != follower.id
                        && partition.hasLeader()
                        && partition.replicas().contains(follower.id)
                        && random.nextInt(3) > 0) {
                    fetch(follower, brokers.get(partition.leader() - 1), name, partition);
                }
            }
        }
    }

    private void fetch(
            ModelBroker follower, ModelBroker leader, Name name, PartitionImage partition) {
        Lead lead = leader.leads.get(name);
        if (!leader.running || lead == null || lead.leaderEpoch != partition.leaderEpoch()) {
            return;
        }
        ModelLog log = follower.log(name);
        // The leader learns what the follower had before this answer, as in the protocol.
        if (log.common(leader.log(name).prefix(leader.log(name).end())) == log.end()) {
            lead.followers.put(follower.id, new Fetched(log.end(), follower.epoch));
        }
        log.follow(leader.log(name), 1 + random.nextInt(4));
        commit(leader, name);
    }

    private void propose(ModelBroker leader) {
        for (Map.Entry<Name, Lead> each : leader.leads.entrySet()) {
            PartitionImage partition = leader.partition(each.getKey());
            Lead lead = each.getValue();
            if (partition == null || lead.proposed != null || !leader.serves()) {
                continue;
            }
            List<AlterPartitionRequest.BrokerState> isr = new ArrayList<>();
            for (int replica : partition.replicas()) {
                Fetched fetched = lead.followers.get(replica);
                boolean in = partition.isr().contains(replica);
                boolean ready =
                        fetched != null
                                && fetched.end() >= Math.max(lead.highWatermark, lead.start);
                boolean slow = random.nextInt(6) == 0;
                if (replica == leader.id || (in && !slow) || (!in && ready)) {
                    long epoch =
                            replica == leader.id ? leader.epoch : epochOf(leader, fetched, replica);
                    isr.add(new AlterPartitionRequest.BrokerState(replica, epoch));
                }
            }
            List<Integer> ids =
                    isr.stream().map(AlterPartitionRequest.BrokerState::brokerId).toList();
            if (!ids.equals(partition.isr()) || partition.recovering()) {
                lead.proposed = ids;
                lead.proposedAt = partition.partitionEpoch();
                boolean recovers =
                        partition.recovering() && isr.size() == 1 && random.nextInt(4) == 0;
                byte recovery = recovers ? PartitionImage.RECOVERING : PartitionImage.RECOVERED;
                Uuid topic = each.getKey().topic();
                proposals.add(
                        new Proposal(
                                leader.id,
                                ModelRequests.isr(
                                        leader.id, leader.epoch, topic, partition, isr, recovery)));
            }
        }
    }

    private static long epochOf(ModelBroker leader, @Nullable Fetched fetched, int replica) {
        if (fetched != null) {
            return fetched.brokerEpoch();
        }
        BrokerImage known = leader.view.broker(replica);
        return known == null ? -1 : known.epoch();
    }

    private void answerProposal() {
        if (proposals.isEmpty()) {
            return;
        }
        Proposal proposal = proposals.remove(random.nextInt(proposals.size()));
        AlterPartitionRequest request = ModelMistakes.proposal(bug, image(), proposal.request());
        var response =
                decide(
                        new AlterPartition(decisionRules)
                                .decide(ModelMistakes.view(bug, image()), request));
        if (response.topics().isEmpty()) {
            count("proposal of a process before");
            return;
        }
        var partition = response.topics().get(0).partitions().get(0);
        count("proposal " + partition.errorCode());
        Name name = new Name(response.topics().get(0).topicId(), partition.partitionIndex());
        Lead lead = brokers.get(proposal.broker() - 1).leads.get(name);
        // Only this error says for certain that nothing changed and nothing will.
        if (lead != null && partition.errorCode() == ErrorCode.INELIGIBLE_REPLICA) {
            lead.proposed = null;
        }
    }

    private void heartbeat(ModelBroker broker, boolean stop) {
        if (broker.epoch < 0) {
            register(broker);
            return;
        }
        BrokerHeartbeatRequest request =
                ModelRequests.heartbeat(broker.id, broker.epoch, broker.view.offset(), stop);
        var response =
                decide(
                        new BrokerLife(decisionRules)
                                .heartbeat(image(), request, other -> random.nextBoolean()));
        if (response.errorCode() != ErrorCode.NONE) {
            broker.epoch = -1;
            broker.incarnation = new Uuid(broker.id, ++incarnations);
            broker.leads.clear();
        } else if (response.shouldShutDown() && stop) {
            down(broker, true);
        }
    }

    private void crash(ModelBroker broker) {
        for (Map.Entry<Name, ModelLog> each : broker.logs.entrySet()) {
            PartitionImage partition = newest(each.getKey());
            if (partition != null && partition.settledReplicas() == 1) {
                each.getValue().flush(); // durability=auto: such a topic is flushed all the time
            }
            if (random.nextInt(3) > 0) {
                each.getValue().losePower();
                broker.cut.add(each.getKey());
            }
        }
        down(broker, false);
        count("crashed");
    }

    private void stop(ModelBroker broker) {
        down(broker, true);
        count("stopped");
    }

    private void down(ModelBroker broker, boolean clean) {
        broker.running = false;
        broker.leads.clear();
        broker.previousEpoch = clean ? broker.epoch : -1;
        if (clean) {
            broker.logs.values().forEach(ModelLog::flush);
        }
    }

    private void endSession(ModelBroker broker) {
        BrokerImage known = image().broker(broker.id);
        if (known != null
                && decide(
                        new BrokerLife(decisionRules)
                                .sessionEnded(image(), broker.id, known.epoch()))) {
            count(broker.running ? "fenced alive" : "fenced dead");
        }
    }

    private void createTopic() {
        if (image().topics().size() >= 3) {
            return;
        }
        String name = "t" + ++topics;
        int number = topics;
        String minIsr = random.nextInt(3) == 0 ? String.valueOf(1 + random.nextInt(3)) : null;
        decide(
                new CreateTopics(rules, () -> new Uuid(99, number))
                        .decide(
                                image(),
                                ModelRequests.create(name, 1 + random.nextInt(2), minIsr)));
    }

    private void deleteTopic() {
        TopicImage topic = anyTopic();
        if (topic != null && random.nextInt(4) == 0) {
            decide(DeleteTopics.decide(image(), ModelRequests.delete(topic.id())));
            acknowledged.keySet().removeIf(name -> name.topic().equals(topic.id()));
        }
    }

    private @Nullable TopicImage anyTopic() {
        List<TopicImage> all = new ArrayList<>(image().topics());
        all.sort((a, b) -> a.name().compareTo(b.name()));
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    private void reassign() {
        TopicImage topic = anyTopic();
        if (topic == null) {
            return;
        }
        List<Integer> ids =
                new ArrayList<>(image().brokers().stream().map(BrokerImage::id).toList());
        if (ids.isEmpty()) {
            return;
        }
        Collections.shuffle(ids, random);
        List<Integer> target = ids.subList(0, 1 + random.nextInt(Math.min(3, ids.size())));
        AlterPartitionReassignmentsRequest request =
                ModelRequests.reassign(
                        topic.name(),
                        random.nextInt(topic.partitions().size()),
                        random.nextInt(4) == 0 ? null : target);
        var response = decide(new Reassign(decisionRules).decide(image(), request));
        count("reassignment " + response.responses().get(0).partitions().get(0).errorCode());
    }

    private void elect(byte type) {
        TopicImage topic = anyTopic();
        if (topic != null) {
            int partition = random.nextInt(topic.partitions().size());
            ElectLeadersRequest request = ModelRequests.elect(topic.name(), partition, type == 1);
            MetadataImage seen = ModelMistakes.election(bug, image());
            var response = decide(new ElectLeaders(decisionRules).decide(seen, request), type == 1);
            count(
                    "election "
                            + response.replicaElectionResults()
                                    .get(0)
                                    .partitionResult()
                                    .get(0)
                                    .errorCode());
        }
    }

    private void balance() {
        decide(new ElectLeaders(decisionRules).balance(image(), 0, 100));
        decide(new ElectLeaders(decisionRules).leaderless(image()));
    }

    private void changeMinIsr() {
        TopicImage topic = anyTopic();
        if (topic != null) {
            IncrementalAlterConfigsRequest request =
                    ModelRequests.minIsr(topic.name(), 1 + random.nextInt(3));
            decide(new AlterConfigs(decisionRules).decide(image(), request));
        }
    }

    private void unregister(ModelBroker broker) {
        decide(
                new BrokerLife(decisionRules)
                        .unregister(image(), new UnregisterBrokerRequest(broker.id)));
        count("unregistered");
    }

    /**
     * What the images said about a partition and its replicas, for whoever looks into a failure.
     */
    private String history(Name name) {
        StringBuilder text = new StringBuilder();
        PartitionImage last = null;
        List<BrokerImage> lastBrokers = List.of();
        for (MetadataImage each : images) {
            TopicImage topic = each.topic(name.topic());
            PartitionImage now = topic == null ? null : topic.partition(name.partition());
            List<BrokerImage> known = List.copyOf(each.brokers());
            if (now != null && (now != last || !known.equals(lastBrokers))) {
                text.append("\n  ").append(each.offset()).append(": ").append(now);
                known.forEach(
                        b ->
                                text.append(b.fenced() ? " -" : b.live() ? " +" : " ~")
                                        .append(b.id())
                                        .append('@')
                                        .append(b.epoch()));
                last = now;
                lastBrokers = known;
            }
        }
        return text.toString();
    }
}

package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.access.Visibility;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.broker.coordinator.CoordinatorHost.Question;
import io.leat.log.broker.coordinator.Gathering;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.protocol.ErrorCode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes groups of one kind, each where it is coordinated. One that uses a topic the client may
 * not know of is not shown at all. Stateless.
 */
final class GroupDescriptions<G> {

    /** Makes the description of a group that cannot be described. */
    interface Failed<G> {
        G of(String id, ErrorCode error, @Nullable String message);
    }

    /** What tells kinds of groups apart. */
    record Kind<G>(
            Function<String, Question<GroupCoordinator, GroupRecord, G>> question,
            Function<G, Stream<String>> topics,
            Failed<G> failed) {}

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;
    private final Visibility visibility;
    private final Kind<G> kind;

    GroupDescriptions(Broker broker, Kind<G> kind) {
        this.groups = broker.coordinators().groups();
        this.visibility = new Visibility(broker);
        this.kind = kind;
    }

    /** Those of {@code ids}, in their order. */
    void gather(RequestContext context, List<String> ids, Consumer<List<G>> described) {
        Predicate<String> maySee = visibility.of(context);
        Gathering<G> all = new Gathering<>(context.loop(), ids.size(), described);
        for (int i = 0; i < ids.size(); i++) {
            int number = i;
            String id = ids.get(i);
            if (id.isEmpty()) {
                all.add(number, kind.failed.of(id, ErrorCode.INVALID_GROUP_ID, null));
                continue;
            }
            groups.<G>ask(
                    id,
                    kind.question.apply(id),
                    group -> all.add(number, seen(id, group, maySee)),
                    error -> all.add(number, kind.failed.of(id, error, error.message())));
        }
    }

    private G seen(String id, G group, Predicate<String> maySee) {
        return kind.topics.apply(group).allMatch(maySee)
                ? group
                : kind.failed.of(
                        id,
                        ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                        "Group " + id + " uses topics that you may not describe");
    }
}

package io.leat.log.broker.access;

import static io.leat.log.protocol.ErrorCode.GROUP_AUTHORIZATION_FAILED;

import io.leat.log.broker.Reply;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The guard of a request that describes groups of one kind: it describes those that the client may
 * see, and says on demand what it may do to them. Immutable.
 *
 * @param ids the groups a request is about
 * @param groups those a response has
 * @param told one group with what {@link Access} permits, if it could be described
 */
record DescribedGroups<Q extends ApiMessage, R extends ApiMessage, G>(
        GuardTable.Elements<Q, String> ids,
        Predicate<Q> wantsOperations,
        Function<R, List<G>> groups,
        BiFunction<R, List<G>, R> with,
        Told<G> told)
        implements Guard<Q, R> {

    /**
     * What a group of a response has.
     *
     * @param with the group with what the client may do to it
     */
    record Told<G>(
            Function<G, ErrorCode> error, Function<G, String> id, BiFunction<G, Integer, G> with) {

        G to(Access access, G group) {
            return error.apply(group) == ErrorCode.NONE
                    ? with.apply(group, access.groupOperations(id.apply(group)))
                    : group;
        }
    }

    @Override
    public void check(Access access, Q request, Reply<R> reply, Next<Q, R> next) {
        Next<Q, R> telling =
                (passed, answer) ->
                        next.handle(
                                passed,
                                new ChangedReply<>(
                                        answer,
                                        response ->
                                                changed(
                                                        response,
                                                        group -> told.to(access, group))));
        Guard<Q, R> each =
                GuardTable.elements(
                        GROUP_AUTHORIZATION_FAILED,
                        ids,
                        (who, group) -> who.group(Operation.DESCRIBE, group),
                        (response, refusal) ->
                                with.apply(
                                        response,
                                        GuardTable.joined(
                                                groups.apply(response), groups.apply(refusal))));
        each.check(access, request, reply, wantsOperations.test(request) ? telling : next);
    }

    private R changed(R response, UnaryOperator<G> change) {
        return with.apply(response, groups.apply(response).stream().map(change).toList());
    }
}

package io.leat.log.broker.security;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.DescribeUserScramCredentialsRequest;
import io.leat.log.protocol.message.DescribeUserScramCredentialsRequest.UserName;
import io.leat.log.protocol.message.DescribeUserScramCredentialsResponse;
import io.leat.log.protocol.message.DescribeUserScramCredentialsResponse.CredentialInfo;
import io.leat.log.protocol.message.DescribeUserScramCredentialsResponse.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** DescribeUserScramCredentials, version 0 (KIP-554): who can log in with SCRAM, and how. */
public final class DescribeUserScramCredentialsHandler
        implements Handler<
                DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse> {

    private final Broker broker;

    public DescribeUserScramCredentialsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.DESCRIBE_USER_SCRAM_CREDENTIALS;
    }

    @Override
    public DescribeUserScramCredentialsRequest read(Reader in) {
        return DescribeUserScramCredentialsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DescribeUserScramCredentialsRequest request,
            Reply<DescribeUserScramCredentialsResponse> reply) {
        Map<String, List<CredentialInfo>> known = new TreeMap<>();
        broker.image()
                .security()
                .credentials()
                .forEach(
                        (user, credential) ->
                                known.computeIfAbsent(user.name(), name -> new ArrayList<>())
                                        .add(
                                                new CredentialInfo(
                                                        user.mechanism(),
                                                        credential.iterations())));
        List<UserName> wanted = request.users();
        Collection<Result> results =
                wanted == null || wanted.isEmpty() ? found(known) : named(wanted, known);
        reply.complete(
                DescribeUserScramCredentialsResponse.builder()
                        .results(List.copyOf(results))
                        .build());
    }

    private static Collection<Result> found(Map<String, List<CredentialInfo>> known) {
        List<Result> results = new ArrayList<>();
        known.forEach((name, infos) -> results.add(new Result(name, ErrorCode.NONE, null, infos)));
        return results;
    }

    private static Collection<Result> named(
            List<UserName> wanted, Map<String, List<CredentialInfo>> known) {
        Map<String, Result> results = new LinkedHashMap<>();
        for (UserName each : wanted) {
            String name = each.name();
            List<CredentialInfo> infos = known.get(name);
            Result result =
                    infos != null
                            ? new Result(name, ErrorCode.NONE, null, infos)
                            : new Result(
                                    name,
                                    ErrorCode.RESOURCE_NOT_FOUND,
                                    "Attempt to describe a user credential that does not exist: "
                                            + name,
                                    List.of());
            if (results.put(name, result) != null) {
                results.put(
                        name,
                        new Result(
                                name,
                                ErrorCode.DUPLICATE_RESOURCE,
                                "Cannot describe SCRAM credentials for the same user twice in a"
                                        + " single request: "
                                        + name,
                                List.of()));
            }
        }
        return results.values();
    }
}

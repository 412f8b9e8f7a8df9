package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.message.AlterUserScramCredentialsRequest;
import io.leat.log.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialDeletion;
import io.leat.log.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialUpsertion;
import io.leat.log.protocol.message.AlterUserScramCredentialsResponse;
import io.leat.log.protocol.message.AlterUserScramCredentialsResponse.Result;
import io.leat.log.protocol.message.RemoveUserScramCredentialRecord;
import io.leat.log.protocol.message.UserScramCredentialRecord;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.ScramUser;
import io.leat.log.security.Mechanism;
import io.leat.log.security.ScramCredential;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * AlterUserScramCredentials, version 0 (KIP-554): who can log in with SCRAM. What a client sends is
 * the salted password; only what checks it is kept.
 */
public final class AlterUserScramCredentialsHandler
        extends ControllerHandler<
                AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse> {

    public AlterUserScramCredentialsHandler(Broker broker) {
        super(broker, ApiKey.ALTER_USER_SCRAM_CREDENTIALS, AlterUserScramCredentialsRequest::read);
    }

    @Override
    Decision<AlterUserScramCredentialsResponse> decide(
            MetadataImage image, RequestContext context, AlterUserScramCredentialsRequest request) {
        Map<String, Result> results = new LinkedHashMap<>();
        Map<String, List<LogRecord>> records = new HashMap<>();
        Set<ScramUser> seen = new HashSet<>();
        for (ScramCredentialDeletion each : request.deletions()) {
            ScramUser user = new ScramUser(each.name(), each.mechanism());
            Problem problem = problem(user, seen);
            if (problem == null && !image.security().credentials().containsKey(user)) {
                problem =
                        new Problem(
                                ErrorCode.RESOURCE_NOT_FOUND,
                                "Attempt to delete a user credential that does not exist");
            }
            note(results, user, problem);
            records.computeIfAbsent(user.name(), name -> new ArrayList<>())
                    .add(new RemoveUserScramCredentialRecord(user.name(), user.mechanism()));
        }
        for (ScramCredentialUpsertion each : request.upsertions()) {
            ScramUser user = new ScramUser(each.name(), each.mechanism());
            Problem problem = problem(user, seen);
            if (problem == null) {
                problem = problem(each);
            }
            note(results, user, problem);
            if (problem == null) {
                records.computeIfAbsent(user.name(), name -> new ArrayList<>()).add(record(each));
            }
        }
        List<LogRecord> accepted = new ArrayList<>();
        results.forEach(
                (name, result) -> {
                    if (result.errorCode() == ErrorCode.NONE) {
                        accepted.addAll(records.getOrDefault(name, List.of()));
                    }
                });
        return new Decision<>(
                accepted,
                AlterUserScramCredentialsResponse.builder()
                        .results(List.copyOf(results.values()))
                        .build());
    }

    /** Why one credential stays as it is. */
    private record Problem(ErrorCode error, String message) {}

    private static @Nullable Problem problem(ScramUser user, Set<ScramUser> seen) {
        if (user.name().isEmpty()) {
            return new Problem(ErrorCode.UNACCEPTABLE_CREDENTIAL, "Username must not be empty");
        }
        if (Mechanism.ofScram(user.mechanism()) == null) {
            return new Problem(ErrorCode.UNSUPPORTED_SASL_MECHANISM, "Unknown SCRAM mechanism");
        }
        return seen.add(user)
                ? null
                : new Problem(
                        ErrorCode.DUPLICATE_RESOURCE,
                        "A user credential cannot be altered twice in the same request");
    }

    private static @Nullable Problem problem(ScramCredentialUpsertion upsertion) {
        if (upsertion.iterations() < ScramCredential.ITERATIONS_MIN) {
            return new Problem(ErrorCode.UNACCEPTABLE_CREDENTIAL, "Too few iterations");
        }
        if (upsertion.iterations() > ScramCredential.ITERATIONS_MAX) {
            return new Problem(ErrorCode.UNACCEPTABLE_CREDENTIAL, "Too many iterations");
        }
        return null;
    }

    /** The first problem of a user is what he hears of. */
    private static void note(
            Map<String, Result> results, ScramUser user, @Nullable Problem problem) {
        Result known = results.get(user.name());
        if (known == null || known.errorCode() == ErrorCode.NONE) {
            results.put(
                    user.name(),
                    problem == null
                            ? new Result(user.name(), ErrorCode.NONE, null)
                            : new Result(user.name(), problem.error, problem.message));
        }
    }

    private static UserScramCredentialRecord record(ScramCredentialUpsertion upsertion) {
        Mechanism mechanism = Mechanism.ofScram(upsertion.mechanism());
        if (mechanism == null) {
            throw new IllegalArgumentException("no SCRAM mechanism: " + upsertion.mechanism());
        }
        ScramCredential credential =
                ScramCredential.ofSalted(
                        mechanism,
                        bytes(upsertion.saltedPassword()),
                        bytes(upsertion.salt()),
                        upsertion.iterations());
        return new UserScramCredentialRecord(
                upsertion.name(),
                upsertion.mechanism(),
                ByteBuffer.wrap(credential.salt()),
                ByteBuffer.wrap(credential.storedKey()),
                ByteBuffer.wrap(credential.serverKey()),
                credential.iterations());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @Override
    AlterUserScramCredentialsResponse failed(
            AlterUserScramCredentialsRequest request, ErrorCode error) {
        Map<String, Result> results = new LinkedHashMap<>();
        request.deletions().forEach(each -> fail(results, each.name(), error));
        request.upsertions().forEach(each -> fail(results, each.name(), error));
        return AlterUserScramCredentialsResponse.builder()
                .results(List.copyOf(results.values()))
                .build();
    }

    private static void fail(Map<String, Result> results, String user, ErrorCode error) {
        results.put(user, new Result(user, error, error.message()));
    }
}

package io.leat.clients.admin;

import io.leat.clients.network.Call;
import io.leat.common.KafkaFuture;
import io.leat.log.protocol.message.AlterUserScramCredentialsRequest;
import io.leat.log.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialDeletion;
import io.leat.log.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialUpsertion;
import io.leat.log.protocol.message.AlterUserScramCredentialsResponse;
import io.leat.log.protocol.message.DescribeUserScramCredentialsRequest;
import io.leat.log.protocol.message.DescribeUserScramCredentialsRequest.UserName;
import io.leat.log.protocol.message.DescribeUserScramCredentialsResponse;
import io.leat.log.runtime.Secret;
import io.leat.log.security.Mechanism;
import io.leat.log.security.ScramCredential;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Calls about users that log in with SCRAM (KIP-554). Stateless. */
final class ScramCalls {

    private static final int SALT_BYTES = 24;

    private final Attempts attempts;

    ScramCalls(Attempts attempts) {
        this.attempts = attempts;
    }

    Map<String, KafkaFuture<Void>> alter(
            List<UserScramCredentialAlteration> alterations,
            AlterUserScramCredentialsOptions options) {
        List<ScramCredentialDeletion> deletions = new ArrayList<>();
        List<ScramCredentialUpsertion> upsertions = new ArrayList<>();
        for (UserScramCredentialAlteration each : alterations) {
            if (each instanceof UserScramCredentialDeletion deletion) {
                deletions.add(
                        new ScramCredentialDeletion(deletion.user(), deletion.mechanism().type()));
            } else if (each instanceof UserScramCredentialUpsertion upsertion) {
                upsertions.add(wire(upsertion));
            }
        }
        AlterUserScramCredentialsRequest request =
                new AlterUserScramCredentialsRequest(deletions, upsertions);
        CompletableFuture<AlterUserScramCredentialsResponse> answer =
                attempts.stage(
                        options,
                        "Altering SCRAM users",
                        () ->
                                attempts.any(
                                        Call.of(request, AlterUserScramCredentialsResponse::read)));
        Map<String, KafkaFuture<Void>> futures = new LinkedHashMap<>();
        for (UserScramCredentialAlteration each : alterations) {
            futures.computeIfAbsent(
                    each.user(), user -> attempts.future(answer.thenApply(it -> of(it, user))));
        }
        return futures;
    }

    private Void of(AlterUserScramCredentialsResponse response, String user) {
        for (AlterUserScramCredentialsResponse.Result each : response.results()) {
            if (each.user().equals(user)) {
                attempts.check(each.errorCode(), each.errorMessage());
            }
        }
        return null;
    }

    /** The password stays here: what leaves is what the iterations make of it. */
    private ScramCredentialUpsertion wire(UserScramCredentialUpsertion upsertion) {
        byte type = upsertion.credentialInfo().mechanism().type();
        int iterations = upsertion.credentialInfo().iterations();
        byte[] salt = upsertion.salt();
        if (salt == null) {
            salt = new byte[SALT_BYTES];
            attempts.io().entropy().nextBytes(salt);
        }
        Mechanism mechanism = Mechanism.ofScram(type);
        Secret password = new Secret(new String(upsertion.password(), StandardCharsets.UTF_8));
        byte[] salted =
                mechanism == null || iterations <= 0
                        ? new byte[0] // the broker says what is wrong
                        : ScramCredential.salted(mechanism, password, salt, iterations);
        return new ScramCredentialUpsertion(
                upsertion.user(), type, iterations, ByteBuffer.wrap(salt), ByteBuffer.wrap(salted));
    }

    KafkaFuture<Map<String, KafkaFuture<UserScramCredentialsDescription>>> describe(
            List<String> users, DescribeUserScramCredentialsOptions options) {
        DescribeUserScramCredentialsRequest request =
                DescribeUserScramCredentialsRequest.builder()
                        .users(users.stream().map(UserName::new).toList())
                        .build();
        return attempts.run(
                options,
                "Describing SCRAM users",
                () ->
                        attempts.any(Call.of(request, DescribeUserScramCredentialsResponse::read))
                                .thenApply(this::byUser));
    }

    private Map<String, KafkaFuture<UserScramCredentialsDescription>> byUser(
            DescribeUserScramCredentialsResponse response) {
        attempts.check(response.errorCode(), response.errorMessage());
        Map<String, KafkaFuture<UserScramCredentialsDescription>> futures = new LinkedHashMap<>();
        for (DescribeUserScramCredentialsResponse.Result each : response.results()) {
            futures.put(
                    each.user(),
                    attempts.future(
                            CompletableFuture.completedFuture(each).thenApply(this::description)));
        }
        return futures;
    }

    private UserScramCredentialsDescription description(
            DescribeUserScramCredentialsResponse.Result result) {
        attempts.check(result.errorCode(), result.errorMessage());
        return new UserScramCredentialsDescription(
                result.user(),
                result.credentialInfos().stream()
                        .map(
                                each ->
                                        new ScramCredentialInfo(
                                                ScramMechanism.fromType(each.mechanism()),
                                                each.iterations()))
                        .toList());
    }
}

package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AlterConfigOp;
import io.leat.clients.admin.AlterConfigOp.OpType;
import io.leat.clients.admin.ScramCredentialInfo;
import io.leat.clients.admin.ScramMechanism;
import io.leat.clients.admin.UserScramCredentialAlteration;
import io.leat.clients.admin.UserScramCredentialDeletion;
import io.leat.clients.admin.UserScramCredentialUpsertion;
import io.leat.clients.admin.UserScramCredentialsDescription;
import io.leat.log.cli.CommandFailure;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kafka-configs.sh --entity-type users} knows as settings: how users log in with SCRAM,
 * {@code SCRAM-SHA-256=[iterations=8192,password=...]}. Stateless.
 */
final class ScramConfigs {

    private static final int DEFAULT_ITERATIONS = 4096;

    private ScramConfigs() {}

    static void alter(Admin admin, @Nullable String user, List<AlterConfigOp> changes)
            throws Exception {
        if (user == null) {
            throw new CommandFailure("--entity-type users needs --entity-name.");
        }
        List<UserScramCredentialAlteration> alterations = new ArrayList<>();
        for (AlterConfigOp change : changes) {
            String key = change.configEntry().name();
            ScramMechanism mechanism = ScramMechanism.fromMechanismName(key);
            if (mechanism == ScramMechanism.UNKNOWN) {
                throw new CommandFailure(
                        key + " is no mechanism: there are SCRAM-SHA-256 and SCRAM-SHA-512.");
            }
            alterations.add(
                    change.opType() == OpType.DELETE
                            ? new UserScramCredentialDeletion(user, mechanism)
                            : upsertion(user, mechanism, change.configEntry().value()));
        }
        admin.alterUserScramCredentials(alterations).all().get();
    }

    private static UserScramCredentialUpsertion upsertion(
            String user, ScramMechanism mechanism, String text) {
        Map<String, String> parts = new HashMap<>();
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(part.substring(0, equals).trim(), part.substring(equals + 1));
            }
        }
        String password = parts.get("password");
        if (password == null) {
            throw new CommandFailure(
                    "write " + mechanism.mechanismName() + "=[password=...,iterations=4096].");
        }
        String iterations = parts.getOrDefault("iterations", String.valueOf(DEFAULT_ITERATIONS));
        try {
            return new UserScramCredentialUpsertion(
                    user,
                    new ScramCredentialInfo(mechanism, Integer.parseInt(iterations.trim())),
                    password);
        } catch (NumberFormatException e) {
            throw new CommandFailure("iterations=" + iterations + " is no number.", e);
        }
    }

    static void describe(Admin admin, @Nullable String user, PrintWriter out) throws Exception {
        List<String> wanted = user == null ? List.of() : List.of(user);
        new TreeMap<>(admin.describeUserScramCredentials(wanted).all().get())
                .values()
                .forEach(each -> out.println(line(each)));
    }

    private static String line(UserScramCredentialsDescription user) {
        return "SCRAM credential configs for user-principal '"
                + user.name()
                + "' are "
                + user.credentialInfos().stream()
                        .map(
                                each ->
                                        each.mechanism().mechanismName()
                                                + "=iterations="
                                                + each.iterations())
                        .collect(Collectors.joining(", "));
    }
}

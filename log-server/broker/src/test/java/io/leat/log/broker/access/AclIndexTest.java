package io.leat.log.broker.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.Principal;
import io.leat.log.broker.access.AclIndex.Verdict;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AccessControlEntryRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AclIndexTest {

    private static final Principal ALICE = Principal.user("alice");

    private static AccessControlEntryRecord entry(
            String pattern, String principal, String host, Operation operation, boolean allow) {
        boolean prefix = pattern.endsWith("/");
        return new AccessControlEntryRecord(
                Uuid.ZERO,
                ResourceType.TOPIC.code(),
                prefix ? pattern.substring(0, pattern.length() - 1) : pattern,
                prefix ? AclIndex.PREFIXED : AclIndex.LITERAL,
                principal,
                host,
                operation.code(),
                allow ? AclIndex.ALLOW : AclIndex.DENY);
    }

    private static AccessControlEntryRecord parse(String text) {
        String[] words = text.trim().split(" ");
        return entry(
                words[1],
                words[2],
                words[3],
                Operation.valueOf(words[4]),
                words[0].equals("allow"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "allow orders User:alice * READ | READ | ALLOWED",
                "allow orders User:alice * READ | DESCRIBE | ALLOWED",
                "allow orders User:alice * READ | WRITE | DENIED",
                "allow orders User:alice * ALTER_CONFIGS | DESCRIBE_CONFIGS | ALLOWED",
                "allow orders User:alice * ALL | DELETE | ALLOWED",
                "allow orders User:bob * READ | READ | DENIED",
                "allow orders User:* * READ | READ | ALLOWED",
                "allow * User:alice * READ | READ | ALLOWED",
                "allow ord/ User:alice * READ | READ | ALLOWED",
                "allow orders-/ User:alice * READ | READ | SILENT",
                "allow payments User:alice * READ | READ | SILENT",
                "allow orders User:alice 10.0.0.1 READ | READ | DENIED",
                "allow orders User:alice 10.0.0.9 READ | READ | ALLOWED",
                "allow orders User:alice * ALL; deny orders User:alice * READ | READ | DENIED",
                "allow orders User:alice * ALL; deny orders User:alice * READ | DESCRIBE | ALLOWED",
                "allow orders User:alice * READ; deny o/ User:* * ALL | READ | DENIED",
                "deny * User:alice 10.0.0.9 ALL; allow orders User:alice * READ | READ | DENIED",
            })
    void shouldJudge(String entries, Operation operation, Verdict expected) {
        List<AccessControlEntryRecord> records = new ArrayList<>();
        for (String each : entries.split(";")) {
            records.add(parse(each));
        }
        assertEquals(
                expected,
                new AclIndex(records)
                        .judge(ALICE, "10.0.0.9", operation, ResourceType.TOPIC, "orders"));
    }

    @Test
    void shouldFindOutWhetherSomethingIsAllowedSomewhere() {
        AclIndex open = new AclIndex(List.of(parse("allow a/ User:alice * WRITE")));
        assertTrue(open.allowsSomewhere(ALICE, "h", Operation.WRITE, ResourceType.TOPIC));
        assertFalse(open.allowsSomewhere(ALICE, "h", Operation.READ, ResourceType.TOPIC));
        assertFalse(
                open.allowsSomewhere(
                        Principal.user("bob"), "h", Operation.WRITE, ResourceType.TOPIC));
        AclIndex denied =
                new AclIndex(
                        List.of(
                                parse("allow abc User:alice * WRITE"),
                                parse("deny a/ User:alice * ALL")));
        assertFalse(denied.allowsSomewhere(ALICE, "h", Operation.WRITE, ResourceType.TOPIC));
    }

    /** The index says what a walk over all entries says. */
    @Test
    void shouldAgreeWithAWalkOverAllEntries() {
        Random random = new Random(7);
        String[] patterns = {"a", "ab", "abc", "b", "*", "a/", "ab/", "b/"};
        String[] principals = {"User:alice", "User:bob", "User:*"};
        String[] hosts = {"*", "h1", "h2"};
        Operation[] operations = {
            Operation.READ, Operation.WRITE, Operation.DESCRIBE, Operation.ALL, Operation.DELETE
        };
        for (int round = 0; round < 2_000; round++) {
            List<AccessControlEntryRecord> entries = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                entries.add(
                        entry(
                                patterns[random.nextInt(patterns.length)],
                                principals[random.nextInt(principals.length)],
                                hosts[random.nextInt(hosts.length)],
                                operations[random.nextInt(operations.length)],
                                random.nextInt(3) > 0));
            }
            String name = patterns[random.nextInt(4)];
            Operation asked = operations[random.nextInt(3)];
            assertEquals(
                    walk(entries, name, asked),
                    new AclIndex(entries).judge(ALICE, "h1", asked, ResourceType.TOPIC, name),
                    () -> name + " " + asked + " " + entries);
        }
    }

    private static Verdict walk(
            List<AccessControlEntryRecord> entries, String name, Operation asked) {
        Verdict verdict = Verdict.SILENT;
        for (AccessControlEntryRecord each : entries) {
            boolean prefix = each.patternType() == AclIndex.PREFIXED;
            String pattern = each.resourceName();
            boolean about =
                    prefix ? name.startsWith(pattern) : pattern.equals("*") || pattern.equals(name);
            if (!about) {
                continue;
            }
            Operation operation = Operation.values()[each.operation()];
            boolean mine =
                    !each.principal().equals("User:bob")
                            && (each.host().equals("*") || each.host().equals("h1"));
            boolean deny = each.permissionType() == AclIndex.DENY;
            if (mine && deny && (operation == asked || operation == Operation.ALL)) {
                return Verdict.DENIED;
            }
            if (verdict == Verdict.SILENT) {
                verdict = Verdict.DENIED;
            }
            if (mine && !deny && operation.implies(asked)) {
                verdict = Verdict.ALLOWED;
            }
        }
        return verdict;
    }
}

package io.leat.log.quorum.image;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AccessControlEntryRecord;
import io.leat.log.protocol.message.RemoveAccessControlEntryRecord;
import io.leat.log.protocol.message.RemoveUserScramCredentialRecord;
import io.leat.log.protocol.message.UserScramCredentialRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who can log in and who may do what. Immutable; one that says the same is the same object, so that
 * whoever makes an index of it sees when it has to be made again.
 */
public final class SecurityImage {

    static final SecurityImage EMPTY = new SecurityImage(new TreeMap<>(), new TreeMap<>());

    private final TreeMap<ScramUser, UserScramCredentialRecord> credentials;
    private final TreeMap<Uuid, AccessControlEntryRecord> entries;

    private SecurityImage(
            TreeMap<ScramUser, UserScramCredentialRecord> credentials,
            TreeMap<Uuid, AccessControlEntryRecord> entries) {
        this.credentials = credentials;
        this.entries = entries;
    }

    /** What is kept of the passwords of SCRAM users. */
    public Map<ScramUser, UserScramCredentialRecord> credentials() {
        return Collections.unmodifiableMap(credentials);
    }

    /** The access control entries, by their ids. */
    public Map<Uuid, AccessControlEntryRecord> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /** Records applied to an image, which is copied when the first of them touches it. */
    static final class Changes {

        private final SecurityImage base;
        private @Nullable SecurityImage changed;

        Changes(SecurityImage base) {
            this.base = base;
        }

        void apply(LogRecord record) {
            if (record instanceof AccessControlEntryRecord entry) {
                changed().entries.put(entry.id(), entry);
            } else if (record instanceof RemoveAccessControlEntryRecord removal) {
                changed().entries.remove(removal.id());
            } else if (record instanceof UserScramCredentialRecord user) {
                changed().credentials.put(new ScramUser(user.name(), user.mechanism()), copy(user));
            } else if (record instanceof RemoveUserScramCredentialRecord removal) {
                changed().credentials.remove(new ScramUser(removal.name(), removal.mechanism()));
            }
        }

        private SecurityImage changed() {
            if (changed == null) {
                changed =
                        new SecurityImage(
                                new TreeMap<>(base.credentials), new TreeMap<>(base.entries));
            }
            return changed;
        }

        /** Out of the buffer of the log it came from. */
        private static UserScramCredentialRecord copy(UserScramCredentialRecord user) {
            return user.toBuilder()
                    .salt(copy(user.salt()))
                    .storedKey(copy(user.storedKey()))
                    .serverKey(copy(user.serverKey()))
                    .build();
        }

        private static ByteBuffer copy(ByteBuffer bytes) {
            return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
        }

        SecurityImage image() {
            return changed == null ? base : changed;
        }
    }

    List<LogRecord> records() {
        List<LogRecord> records = new ArrayList<>(credentials.values());
        records.addAll(entries.values());
        return records;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecurityImage image
                && image.credentials.equals(credentials)
                && image.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }
}

package io.leat.log.broker.security;

import io.leat.log.protocol.message.UserScramCredentialRecord;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.ScramUser;
import io.leat.log.security.Mechanism;
import io.leat.log.security.ScramCredential;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The SCRAM users of the cluster, as the metadata log has them. Immutable. */
public record ImageScramUsers(MetadataImage image) implements ScramUsers {

    public static ImageScramUsers of(MetadataImage image) {
        return new ImageScramUsers(image);
    }

    @Override
    public @Nullable ScramCredential find(Mechanism mechanism, String user) {
        UserScramCredentialRecord found =
                image.security().credentials().get(new ScramUser(user, mechanism.scramCode()));
        return found == null
                ? null
                : new ScramCredential(
                        bytes(found.salt()),
                        bytes(found.storedKey()),
                        bytes(found.serverKey()),
                        found.iterations());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}

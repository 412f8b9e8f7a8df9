package io.leat.log.coordinator.group;

import io.leat.log.protocol.message.GroupMetadataValue;
import io.leat.log.protocol.message.GroupMetadataValue.MemberMetadata;
import java.nio.ByteBuffer;

/** Copies of bytes that outlive the frame or log slice they came in. */
final class OwnedBytes {

    static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private OwnedBytes() {}

    static ByteBuffer of(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return EMPTY;
        }
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    static GroupMetadataValue of(GroupMetadataValue value) {
        return value.toBuilder()
                .members(value.members().stream().map(OwnedBytes::member).toList())
                .build();
    }

    private static MemberMetadata member(MemberMetadata member) {
        return member.toBuilder()
                .subscription(of(member.subscription()))
                .assignment(of(member.assignment()))
                .build();
    }
}

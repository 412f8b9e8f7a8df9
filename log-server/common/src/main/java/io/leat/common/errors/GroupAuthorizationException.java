package io.leat.common.errors;

/** Not authorized for the group. */
public class GroupAuthorizationException extends AuthorizationException {

    private static final long serialVersionUID = 1L;

    private final String groupId;

    public GroupAuthorizationException(String message, String groupId) {
        super(message);
        this.groupId = groupId;
    }

    public GroupAuthorizationException(String message) {
        this(message, null);
    }

    /** The group the client may not use, or null when the server did not say. */
    public String groupId() {
        return groupId;
    }

    /** An error for the group {@code groupId}. */
    public static GroupAuthorizationException forGroupId(String groupId) {
        return new GroupAuthorizationException("Not authorized for group: " + groupId, groupId);
    }
}

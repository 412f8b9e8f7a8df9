package io.leat.log.broker;

/** Who a client is: a kind, {@code User} for everybody so far, and a name. */
public record Principal(String kind, String name) {

    /** Whoever did not say who it is. */
    public static final Principal ANONYMOUS = new Principal("User", "ANONYMOUS");

    /** This node, for itself: of a kind that nobody can log in as. */
    public static final Principal SERVER = new Principal("Server", "SERVER");

    public static Principal user(String name) {
        return new Principal("User", name);
    }

    @Override
    public String toString() {
        return kind + ":" + name;
    }
}

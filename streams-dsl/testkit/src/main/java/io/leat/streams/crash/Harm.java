package io.leat.streams.crash;

/** What is done to an instance, or to the server, at a commit point. */
public enum Harm {
    /** The process is killed, as by SIGKILL, and started again half a second later. */
    KILL("killed"),
    /** The machine loses power, and with it what was not forced; it is back half a second later. */
    POWER_LOSS("without power"),
    /** The process is killed and stays away: the other instance has to do its work. */
    LEAVE_DEAD("killed for good"),
    /** The process hangs until the others gave it up, then goes on as if nothing had happened. */
    PAUSE("paused for five seconds"),
    /** The log server loses power and is back half a second later. */
    SERVER_POWER_LOSS("left alone by the server, which lost power,");

    private final String done;

    Harm(String done) {
        this.done = done;
    }

    /** What was done, as "... was killed". */
    String done() {
        return done;
    }
}

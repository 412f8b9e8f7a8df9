package io.leat.log.testkit.live;

import java.util.Arrays;
import java.util.List;

/** Kinds of faults. */
enum Fault {
    KILL("kill -9"),
    KILL_LEADER("kill -9 of a leader"),
    KILL_CONTROLLER("kill -9 of the controller"),
    KILL_ALL("kill -9 of all nodes"),
    STOP("stop in order"),
    ROLL("rolling restart"),
    PAUSE("SIGSTOP"),
    PAUSE_CONTROLLER("SIGSTOP of the controller"),
    CUT("connections cut"),
    REFUSE("two nodes refuse each other"),
    ISOLATE("node cut off from all, silently"),
    SPLIT("node cut off from the nodes, silently"),
    DEAF("node hears nothing, is heard"),
    MUTE("node hears all, is not heard"),
    AWAY("clients cannot reach a node"),
    SLOW("slow network of a node");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    /** Those whose names stand in {@code text}, separated by commas. */
    static List<Fault> named(String text) {
        return Arrays.stream(text.split(","))
                .filter(n -> !n.isBlank())
                .map(Fault::valueOf)
                .toList();
    }

    @Override
    public String toString() {
        return words;
    }
}

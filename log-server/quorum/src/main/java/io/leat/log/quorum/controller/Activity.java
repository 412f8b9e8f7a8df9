package io.leat.log.quorum.controller;

/** Learns whether this node is the active controller. Called on the controller's loop. */
public interface Activity {

    /** It decides from now on, and everything decided before is in the committed image. */
    void started();

    /** It no longer decides. */
    void ended();
}

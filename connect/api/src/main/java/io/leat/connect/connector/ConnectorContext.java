package io.leat.connect.connector;

/** How a connector speaks to the worker that runs it. */
public interface ConnectorContext {

    /**
     * Asks for {@link Connector#taskConfigs} to be called again: what is to be moved has changed.
     */
    void requestTaskReconfiguration();

    /** Reports a failure that the connector cannot get over; the worker marks it failed. */
    void raiseError(Exception e);
}

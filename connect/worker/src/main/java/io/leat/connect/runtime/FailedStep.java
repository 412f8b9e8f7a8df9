package io.leat.connect.runtime;

/** One step of a record's way failed for good: which, in whose code, and why. */
final class FailedStep extends Exception {

    private static final long serialVersionUID = 1L;

    /** The steps of a record's way, under Kafka's names. */
    enum Stage {
        TRANSFORMATION,
        KEY_CONVERTER,
        VALUE_CONVERTER,
        HEADER_CONVERTER,
        TASK_PUT
    }

    private final Stage stage;
    private final Class<?> culprit;

    FailedStep(Stage stage, Class<?> culprit, Throwable cause) {
        super(stage + " failed in " + culprit.getName() + ": " + cause.getMessage(), cause);
        this.stage = stage;
        this.culprit = culprit;
    }

    Stage stage() {
        return stage;
    }

    Class<?> culprit() {
        return culprit;
    }

    Throwable reason() {
        return Causes.of(this);
    }
}

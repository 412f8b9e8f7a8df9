package io.leat.log.testkit.sim;

import io.leat.log.storage.StorageException;
import java.util.function.Consumer;

/** Does not care: what a planted bug passes for a callback. Public, as it is called from there. */
public enum IgnoredFailure implements Consumer<StorageException> {
    INSTANCE;

    @Override
    public void accept(StorageException failure) {}
}

package io.leat.log.testkit.sim;

import io.leat.log.broker.data.FollowerRole;
import io.leat.log.storage.StorageException;
import java.util.function.Consumer;

/** Goes on fetching: what a planted bug does after a cut. Public, as it is called from there. */
public final class ThenFetch implements Consumer<StorageException> {

    private final Consumer<FollowerRole.Next> done;

    public ThenFetch(Consumer<FollowerRole.Next> done) {
        this.done = done;
    }

    @Override
    public void accept(StorageException failure) {
        done.accept(FollowerRole.Next.FETCH);
    }
}

package io.leat.log.transport;

import java.nio.file.Path;

/** The contract in virtual time. */
class SimulatedBindingTest extends BindingContract {

    @Override
    Binding bind(Path folder) {
        return Binding.simulated();
    }
}

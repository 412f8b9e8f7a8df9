package io.leat.log.transport;

import java.nio.file.Path;

/** The contract on sockets, files and threads. */
class RealBindingTest extends BindingContract {

    @Override
    Binding bind(Path folder) {
        return Binding.real(RealPorts.create("test", 2), folder);
    }
}

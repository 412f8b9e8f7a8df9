package io.leat.log.transport;

import java.nio.file.Path;

/** The contract on the sockets of the JDK, which serve where there is no epoll. */
class NioBindingTest extends BindingContract {

    @Override
    Binding bind(Path folder) {
        return Binding.real(RealPorts.nio("nio", 2), folder);
    }
}

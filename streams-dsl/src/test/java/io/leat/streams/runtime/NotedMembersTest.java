package io.leat.streams.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.MemberToRemove;
import io.leat.clients.admin.RemoveMembersFromConsumerGroupOptions;
import io.leat.log.transport.RealPorts;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotedMembersTest {

    @TempDir Path folder;

    private final Set<MemberToRemove> removed = new HashSet<>();

    private NotedMembers start() {
        return new NotedMembers(RealPorts.disk(folder), "members");
    }

    @Test
    void shouldRemoveWhatAKilledProcessHasLeft() throws InterruptedException {
        NotedMembers killed = start();
        killed.joined(1, "first");
        killed.joined(2, "second");
        killed.joined(1, "first again");
        start().removePast(admin(), "app");
        assertEquals(
                Set.of(
                        MemberToRemove.ofMemberId("first again"),
                        MemberToRemove.ofMemberId("second")),
                removed);
    }

    @Test
    void shouldLeaveAloneWhatLeftByItself() throws InterruptedException {
        NotedMembers closed = start();
        closed.joined(1, "first");
        closed.joined(2, "second");
        closed.left(1);
        closed.left(2);
        start().removePast(admin(), "app");
        assertEquals(Set.of(), removed);
    }

    /** Takes note of who is removed, and then fails as a server without rights would. */
    private Admin admin() {
        return (Admin)
                Proxy.newProxyInstance(
                        Admin.class.getClassLoader(),
                        new Class<?>[] {Admin.class},
                        (proxy, method, arguments) -> {
                            assertEquals("app", arguments[0]);
                            removed.addAll(
                                    ((RemoveMembersFromConsumerGroupOptions) arguments[1])
                                            .members());
                            throw new UnsupportedOperationException();
                        });
    }
}

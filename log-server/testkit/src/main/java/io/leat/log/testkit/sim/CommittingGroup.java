package io.leat.log.testkit.sim;

import io.leat.common.TopicPartition;
import java.util.List;
import java.util.Map;

/** A group of two {@link GroupReader}s that commit what they have read. */
public final class CommittingGroup implements ReadingGroup {

    private static final int MEMBERS = 2;

    private final String name;
    private final String program;
    private final GroupReader.Protocol protocol;

    /**
     * @param program what its programs are called
     */
    public CommittingGroup(String name, String program, GroupReader.Protocol protocol) {
        this.name = name;
        this.program = program;
        this.protocol = protocol;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int members() {
        return MEMBERS;
    }

    @Override
    public Actor member(Setting setting, int number) {
        return new GroupReader(setting, program + "-" + number, name, protocol);
    }

    @Override
    public Actor caughtUp(Setting setting, String observer, Map<String, Long> ends) {
        List<TopicPartition> input = setting.input();
        return new CaughtUp(setting.log(), observer, setting.history(), name, input, ends);
    }
}

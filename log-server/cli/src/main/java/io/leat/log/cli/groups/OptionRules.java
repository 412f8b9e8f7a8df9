package io.leat.log.cli.groups;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Which options of one command line go together. A command's thread owns it. */
final class OptionRules {

    private final CommandSpec spec;

    OptionRules(CommandSpec spec) {
        this.spec = spec;
    }

    boolean has(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private long count(String... options) {
        return Arrays.stream(options).filter(this::has).count();
    }

    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static String or(String... options) {
        return Arrays.stream(options).collect(Collectors.joining(", "));
    }

    /** With {@code option} goes exactly one of {@code others}. */
    void takesOne(String option, String... others) {
        if (has(option) && count(others) != 1) {
            throw wrong(option + " takes one of " + or(others) + ".");
        }
    }

    /** With {@code option} goes at most one of {@code others}. */
    void takesAtMostOne(String option, String... others) {
        if (has(option) && count(others) > 1) {
            throw wrong(option + " takes at most one of " + or(others) + ".");
        }
    }

    /** With {@code option} go all of {@code others}. */
    void takes(String option, String... others) {
        if (has(option) && count(others) < others.length) {
            throw wrong(option + " takes " + or(others) + ".");
        }
    }

    /** With {@code option} goes none of {@code others}. */
    void excludes(String option, String... others) {
        for (String other : others) {
            if (has(option) && has(other)) {
                throw wrong(option + " does not go with " + other + ".");
            }
        }
    }

    /** Each of {@code options} goes with one of {@code with} only. */
    void onlyWith(String[] options, String... with) {
        for (String option : options) {
            if (has(option) && count(with) == 0) {
                throw wrong(option + " goes with " + or(with) + " only.");
            }
        }
    }
}

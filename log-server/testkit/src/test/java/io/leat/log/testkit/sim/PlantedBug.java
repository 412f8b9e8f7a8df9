package io.leat.log.testkit.sim;

import static net.bytebuddy.matcher.ElementMatchers.named;

import io.leat.log.broker.data.FollowerRole;
import io.leat.log.broker.data.LogPartition;
import io.leat.log.coordinator.group.OffsetRule;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.storage.PartitionLog;
import java.util.List;
import java.util.function.Consumer;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;

/**
 * A defect put into a class of the product while it runs: one method loses its body. The product
 * has no switches for this. Closing it takes the defect out again.
 */
public final class PlantedBug implements AutoCloseable {

    private static final ClassReloadingStrategy RELOADING;

    static {
        ByteBuddyAgent.install();
        RELOADING = ClassReloadingStrategy.fromInstalledAgent();
    }

    /** What the method does instead. */
    public enum Instead {
        /** Nothing; what it returns is null, zero or false. */
        NOTHING(Nothing.class),
        RETURN_TRUE(True.class),
        RETURN_NO_ERROR(NoError.class),
        RETURN_EMPTY_LIST(EmptyList.class),
        /** Lets any member commit. */
        RETURN_NO_RULE(NoRule.class),
        /** Returns its first argument, a long. */
        RETURN_ARGUMENT(Argument.class),
        /** Cuts the log of its object to the high watermark; its last argument is told. */
        CUT_TO_HIGH_WATERMARK(CutToHighWatermark.class),
        /** Then takes what it proposed for committed. */
        COMMIT_AT_ONCE(CommitAtOnce.class),
        /** As if, on a follower, its first argument were as high as can be. */
        HIGHEST_ON_FOLLOWERS(HighestOnFollowers.class),
        /** As if its third argument, the name of a client, were that of another one. */
        FOR_THE_HEAVY_ONE(ForTheHeavyOne.class);

        private final Class<?> advice;

        Instead(Class<?> advice) {
            this.advice = advice;
        }
    }

    private final Class<?> broken;

    public PlantedBug(String className, String method, Instead instead) {
        try {
            broken = Class.forName(className);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
        boolean there = false;
        for (var declared : broken.getDeclaredMethods()) {
            there |= declared.getName().equals(method);
        }
        if (!there) {
            throw new AssertionError(className + " has no " + method + " any more");
        }
        new ByteBuddy()
                .redefine(broken)
                .visit(Advice.to(instead.advice).on(named(method)))
                .make()
                .load(broken.getClassLoader(), RELOADING);
    }

    @Override
    public void close() {
        try {
            RELOADING.reset(broken);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    static final class Nothing {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip() {
            return true;
        }
    }

    static final class True {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip() {
            return true;
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean result) {
            result = true;
        }
    }

    static final class NoError {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip() {
            return true;
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) ErrorCode result) {
            result = ErrorCode.NONE;
        }
    }

    static final class NoRule {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip() {
            return true;
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) OffsetRule result) {
            result = OffsetRule.always(ErrorCode.NONE);
        }
    }

    static final class EmptyList {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip() {
            return true;
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) List<?> result) {
            result = List.of();
        }
    }

    static final class Argument {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip() {
            return true;
        }

        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(0) long argument, @Advice.Return(readOnly = false) long result) {
            result = argument;
        }
    }

    static final class CutToHighWatermark {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(
                @Advice.FieldValue("partition") LogPartition partition,
                @Advice.AllArguments Object[] arguments) {
            @SuppressWarnings("unchecked")
            Consumer<FollowerRole.Next> done =
                    (Consumer<FollowerRole.Next>) arguments[arguments.length - 1];
            PartitionLog log = partition.log();
            log.truncateTo(log.highWatermark(), new ThenFetch(done));
            return true;
        }
    }

    static final class CommitAtOnce {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue(value = "isr", readOnly = false) List<?> isr,
                @Advice.FieldValue("proposed") List<?> proposed) {
            isr = proposed;
        }
    }

    static final class HighestOnFollowers {
        @Advice.OnMethodEnter
        static void enter(
                @Advice.FieldValue("follower") Object follower,
                @Advice.Argument(value = 0, readOnly = false) long offset) {
            if (follower != null) {
                offset = Long.MAX_VALUE;
            }
        }
    }

    static final class ForTheHeavyOne {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 2, readOnly = false) String client) {
            client = "heavy";
        }
    }
}

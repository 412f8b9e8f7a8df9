package io.leat.log.cli;

import java.util.concurrent.Callable;

/**
 * A subcommand of {@code leat}: a class with picocli's annotations that returns an exit code.
 * Modules above this one contribute theirs through {@link java.util.ServiceLoader}.
 */
public interface LeatCommand extends Callable<Integer> {}

package io.leat.log.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat completion}: prints what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        description = "Print the completion of a shell: source <(leat completion bash).",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

    /** The shells it knows. */
    enum Shell {
        BASH,
        ZSH
    }

    @Spec CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        String script = AutoComplete.bash("leat", Leat.commandLine());
        if (shell == Shell.ZSH) {
            script = "autoload -Uz compinit bashcompinit && compinit && bashcompinit\n" + script;
        }
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
        return 0;
    }
}

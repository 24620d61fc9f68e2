using System.CommandLine;
using Attune.Server.Commands.Completion;

namespace Attune.Server.Commands;

/// <summary><c>attune completion bash | zsh | fish</c>: a script by which a shell completes verbs, options and their values.</summary>
/// <remarks>Everything that can be typed stands in the script, so that completing starts no process.</remarks>
static class CompletionCommand
{
    /// <summary>The verb, over all others and itself.</summary>
    public static Verb Create(Verb root)
    {
        var shell = new Argument<string>("shell") { Description = "Which shell." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Verb(
            "completion",
            "Print a script that makes a shell complete verbs, options and values.",
            "attune completion bash > ~/.local/share/bash-completion/completions/attune",
            "attune completion zsh > ~/.attune-completion.zsh",
            "attune completion fish > ~/.config/fish/completions/attune.fish") { shell };
        command.SetAction(parsed =>
        {
            var script = parsed.GetRequiredValue(shell) switch
            {
                "fish" => FishScript.Render(root),
                var other => BashScript.Render(root, isZsh: other == "zsh"),
            };
            Output.Write(script);
            return ExitCode.Good;
        });
        return command;
    }
}

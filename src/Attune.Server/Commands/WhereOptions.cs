using System.CommandLine;

namespace Attune.Server.Commands;

/// <summary>The options that say which data a verb speaks of, and how it answers: the same on every verb.</summary>
sealed class WhereOptions
{
    public Option<string> Data { get; } = new("--data")
    {
        Description = "The data directory. Where a server holds it already, the verb asks that server.",
        DefaultValueFactory = _ => "./data",
    };

    public Option<string> Workspace { get; } = new("--workspace")
    {
        Description = "The workspace.",
        DefaultValueFactory = _ => "default",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Answer in JSON." };

    public void AddTo(Command command)
    {
        command.Options.Add(Data);
        command.Options.Add(Workspace);
        command.Options.Add(Json);
    }

    public Where Read(ParseResult parsed) =>
        new(parsed.GetRequiredValue(Data), parsed.GetRequiredValue(Workspace), parsed.GetValue(Json));
}

/// <summary>Which data a verb speaks of, and how it answers.</summary>
sealed record Where(string Data, string Workspace, bool Json);

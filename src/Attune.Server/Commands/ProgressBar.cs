using System.Globalization;
using Spectre.Console;

namespace Attune.Server.Commands;

/// <summary>
/// A bar for one long step on standard error: drawn in place on a terminal, a line at every tenth elsewhere, nothing
/// where the verb answers in JSON.
/// </summary>
static class ProgressBar
{
    public static async Task<T> ShowAsync<T>(string title, bool shown, Func<IProgress<(double Share, string? Stage)>, Task<T>> work)
    {
        if (!shown)
        {
            return await work(new Quiet());
        }

        if (Console.IsErrorRedirected)
        {
            return await work(new Tenths(title));
        }

        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title));
                var result = await work(new Drawn(task, title));
                task.Value = task.MaxValue;
                return result;
            });
    }

    sealed class Quiet : IProgress<(double Share, string? Stage)>
    {
        public void Report((double Share, string? Stage) value)
        {
        }
    }

    sealed class Tenths(string title) : IProgress<(double Share, string? Stage)>
    {
        int _said = -1;

        public void Report((double Share, string? Stage) value)
        {
            var tenth = (int)(value.Share * 10);
            if (tenth > _said)
            {
                _said = tenth;
                Output.Note(string.Create(CultureInfo.InvariantCulture, $"{title}: {tenth * 10} %"));
            }
        }
    }

    sealed class Drawn(ProgressTask task, string title) : IProgress<(double Share, string? Stage)>
    {
        public void Report((double Share, string? Stage) value)
        {
            task.Value = value.Share * task.MaxValue;
            task.Description = Markup.Escape(value.Stage is null ? title : $"{title}: {value.Stage}");
        }
    }
}

using Attune.Events;
using Microsoft.Extensions.Logging;

namespace Attune.Embedded.State;

static partial class StateMessages
{
    [LoggerMessage(120, LogLevel.Information, "Restored {Profiles} profiles from {File}, which holds up to {Applied}.")]
    public static partial void Restored(ILogger logger, string file, long profiles, LogToken applied);

    [LoggerMessage(121, LogLevel.Error, "{File} is not used, the log is applied from its start: {Fault}")]
    public static partial void Ignored(ILogger logger, string file, CheckpointFault fault);
}

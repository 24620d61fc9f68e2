using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Postgres;

static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Schema {Schema}: migration {Migration} applied")]
    public static partial void Migrated(ILogger logger, string schema, string migration);

    [LoggerMessage(2, LogLevel.Warning, "Schema {Schema} is newer than this version: migration {Migration} is not known here, but compatible")]
    public static partial void NewerSchema(ILogger logger, string schema, string migration);

    [LoggerMessage(3, LogLevel.Warning, "Schema {Schema}: the watch on other nodes' changes is interrupted at {Number}; next try in {Delay}")]
    public static partial void WatchInterrupted(ILogger logger, string schema, long number, TimeSpan delay, Exception fault);

    [LoggerMessage(4, LogLevel.Warning, "Schema {Schema}: changes after {Number} can no longer be told one by one; everything is to be read again")]
    public static partial void WatchTooFarBehind(ILogger logger, string schema, long number);

    [LoggerMessage(5, LogLevel.Warning, "Duty {Duty} is lost: its connection to {Host} died")]
    public static partial void DutyLost(ILogger logger, string duty, string host, Exception fault);

    [LoggerMessage(6, LogLevel.Warning, "The kept file of generation {Number} is damaged and is fetched again")]
    public static partial void CachedFileDamaged(ILogger logger, int number);

    [LoggerMessage(7, LogLevel.Warning, "{Host} cannot be read from and the primary is asked instead: {Reason}")]
    public static partial void ReplicaPassedOver(ILogger logger, string host, string reason);

    [LoggerMessage(8, LogLevel.Warning, "The write-ahead log of {Host} keeps erased data until it is written over: a checkpoint is not allowed to this user ({State})")]
    public static partial void CheckpointRefused(ILogger logger, string host, string state);

    [LoggerMessage(9, LogLevel.Debug, "Schema {Schema}: {Count} changes are no longer kept")]
    public static partial void Trimmed(ILogger logger, string schema, long count);
}

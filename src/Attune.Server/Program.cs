using Attune.Server.Commands;

return await CommandLine.RunAsync(args);

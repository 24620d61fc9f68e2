using Attune.Benchmarks;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

if (args is ["redis", var what, var endpoint])
{
    await RedisCalls.RunAsync(what, endpoint);
    return;
}

// In this process: BenchmarkDotNet's own build of each benchmark does not know of this repository's build settings.
var job = Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance);
var config = DefaultConfig.Instance.AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).WithOption(ConfigOptions.JoinSummary, true);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);

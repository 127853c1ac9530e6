// Measures the parser and the tallies inside this process. Prints a line of JSON for each: name, ns and bytes a line.
using System.Text.Json;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

var isSmoke = args is ["--smoke"];
var artifacts = Directory.CreateTempSubdirectory("recharge-micro-");
try
{
    var config = ManualConfig.CreateEmpty()
        .AddJob((isSmoke ? Job.Dry : Job.Default).WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(new StreamLogger(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true }))
        .WithArtifactsPath(artifacts.FullName);
    foreach (var summary in BenchmarkRunner.Run(typeof(Program).Assembly, config))
    {
        foreach (var report in summary.Reports)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                name = report.BenchmarkCase.Descriptor.WorkloadMethod.Name,
                nanoseconds = report.ResultStatistics?.Median,
                bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase),
            }));
        }
    }
}
finally
{
    artifacts.Delete(recursive: true);
}

using BenchmarkDotNet.Running;
using Kws.Benchmarks;
using Kws.Benchmarks.Results;

// report: measure everything, then render. render: tables and pictures from the results at hand. Anything else goes to BenchmarkDotNet.
switch (args)
{
    case ["report"]:
        var config = new ReportConfig(Repository.ResultsFolder(Processor.Current.Folder));
        var summaries = Enumerable.Range(0, ReportConfig.Passes).SelectMany(
            _ => BenchmarkRunner.Run([typeof(NetworkBenchmarks), typeof(ThreadBenchmarks), typeof(StageBenchmarks)], config));
        if (!summaries.All(summary => summary.Reports.Length > 0 && summary.Reports.All(report => report.Success)))
        {
            Console.Error.WriteLine("a measurement failed: there are no new results");
            return 1;
        }

        Rendering.RenderAll();
        return 0;
    case ["render"]:
        Rendering.RenderAll();
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}

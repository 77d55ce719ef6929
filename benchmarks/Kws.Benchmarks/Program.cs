using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Running;
using Kws.Benchmarks;
using Kws.Benchmarks.Bulk;
using Kws.Benchmarks.Live;
using Kws.Benchmarks.Networks;
using Kws.Benchmarks.Published;
using Kws.Benchmarks.Results;
using Kws.Benchmarks.Training;
using Kws.Listen.Tests.Support;
using Kws.Model;

// report: measure the network, then render. sound: measure the front end. ranges: measure kws ranges. bulk: measure whole files. networks:
// any network against ONNX Runtime and C. published: accuracy and speed of the networks of "Hello Edge". training: steps of training and
// their parts. live: hits and false alarms of models in live sound. negatives: remake the frames that kws train --recordings needs, of a
// folder of sound. render: tables and pictures from the results at hand. Anything else goes to BenchmarkDotNet.
switch (args)
{
    case ["report"]:
        if (!Measure(new ResultsExporter(Folder()), typeof(NetworkBenchmarks), typeof(ThreadBenchmarks), typeof(StageBenchmarks)))
        {
            return 1;
        }

        Rendering.RenderAll();
        return 0;
    case ["sound"]:
        return Measure(new TimesPage(Folder(), FrontEndBenchmarks.Report), typeof(FrontEndBenchmarks)) ? 0 : 1;
    case ["ranges"]:
        return Measure(new TimesPage(Folder(), RangesBenchmarks.Report), typeof(RangesBenchmarks)) ? 0 : 1;
    case ["bulk"]:
        BulkReport.Write(Folder());
        return 0;
    case ["networks", ..]:
        NetworksReport.Write(args.ElementAtOrDefault(1));
        return 0;
    case ["published", var arm, var speech]:
        try
        {
            PublishedReport.Write(arm, speech, Folder());
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or KwsFormatException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }

    case ["training"]:
        TrainingReport.Write();
        return 0;
    case ["live", var data, var running, .. var models]:
        LiveReport.Write(
            new LiveSound(data, SpeechSplit.Testing, running),
            [
                ("default", KwsModel.Default), ("live", KwsModel.Live),
                .. models.Select(path => (Path.GetFileNameWithoutExtension(path), KwsModel.Load(path))),
            ],
            Path.Combine(Folder(), "live.svg"));
        return 0;
    case ["negatives", var folder]:
        NegativesFile.Write(folder);
        return 0;
    case ["render"]:
        Rendering.RenderAll();
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}

static string Folder() => Repository.ResultsFolder(Processor.Current.Folder);

static bool Measure(IExporter exporter, params Type[] benchmarks)
{
    var config = new ReportConfig(exporter);
    var summaries = Enumerable.Range(0, ReportConfig.Passes).SelectMany(_ => BenchmarkRunner.Run(benchmarks, config));
    if (summaries.All(summary => summary.Reports.Length > 0 && summary.Reports.All(report => report.Success)))
    {
        return true;
    }

    Console.Error.WriteLine("a measurement failed: there are no new results");
    return false;
}

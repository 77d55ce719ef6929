using System.Collections.Immutable;
using System.CommandLine;
using Kws.Analysis.Ranges;
using Kws.Cli.Output;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws ranges</c>: how large every value can become, and how many bits it needs.</summary>
internal static class RangesCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "ranges",
            "Tells how large every operand, product, sum and value of a model can become for any fingerprint: bounds that are proven, fingerprints "
            + "that come as near to them as a search found, and what the inputs give. For hardware: the bits of multipliers and adders.",
            "kws ranges",
            "kws ranges samples/recorded.txt --json ranges.json",
            "kws ranges --random 1000000 --seed 42 --plots ranges");
        Argument<string[]> input = Symbols.Inputs(
            "Files of fingerprints as text, recorded cases, or folders of WAV files, to be observed; "
            + $"{Files.StandardInput} is fingerprints on standard input",
            ArgumentArity.ZeroOrMore);
        Option<long?> random = Symbols.Number("--random", "How many random fingerprints to observe too", 0L);
        Option<int?> seed = Symbols.Number("--seed", "Seed of the random fingerprints; without it another one every time", int.MinValue);
        Option<int?> threads = Symbols.Threads();
        var json = new Option<string?>("--json")
        {
            Description = "File for everything that is known of every layer and channel, as JSON",
            HelpName = "file",
        };
        var plots = new Option<string?>("--plots")
        {
            Description = "Folder for a histogram of every layer (SVG) and for a page with the whole report (HTML); it is made if it is missing",
            HelpName = "folder",
        };
        command.Arguments.Add(input);
        command.Options.Add(random);
        command.Options.Add(seed);
        command.Options.Add(threads);
        command.Options.Add(json);
        command.Options.Add(plots);
        var modelOptions = new ModelOptions(command);
        var frontEnd = new FrontEndOptions(command);
        command.SetAction(parsed =>
        {
            DsCnnModel model = modelOptions.Load(parsed);
            void Observe(RangeObserver observer)
            {
                new RangeInputs(model, frontEnd.Create(parsed, model), observer, context).Read(parsed.GetValue(input) ?? []);
                if (parsed.GetValue(random) is > 0 and var count)
                {
                    int usedSeed = parsed.GetValue(seed) ?? Random.Shared.Next();
                    context.Out.WriteLine($"seed {usedSeed}");
                    observer.AddRandom(count, usedSeed, context.Cancellation);
                }
            }

            RangeReport report = Report(model, parsed.GetValue(threads) ?? -1, Observe, context.Cancellation);
            Check(report);
            RangesTables.Write(context, report);
            if (context.ErrorIsTerminal && report.Observed is { } observed)
            {
                context.Error.WriteLine(FormattableString.Invariant(
                    $"fingerprints: {observed.Count}, {observed.Count / observed.Seconds:F0} a second with reading or making them"));
            }

            if (parsed.GetValue(json) is { } file)
            {
                Files.Write(file, writer => RangesJson.Write(writer, report));
            }

            if (parsed.GetValue(plots) is { } folder)
            {
                RangesPage.Write(folder, report);
            }
        });
        return command;
    }

    private static RangeReport Report(DsCnnModel model, int threads, Action<RangeObserver> observe, CancellationToken cancellation)
    {
        try
        {
            ImmutableArray<LayerRanges> proven = ProvenRanges.Of(model);
            var observer = new RangeObserver(model, proven, threads);
            observe(observer);
            return new RangeReport(
                model, proven, ProvenRanges.OfAnyWeights(model.Topology, biases: ValueRange.Of(0)), observer.Result(cancellation),
                WitnessSearch.Run(model, proven, observer.Sample, cancellation));
        }
        catch (OverflowException e)
        {
            throw CliException.BadInput(e.Message);
        }
    }

    /// <summary>Refuses a report that contradicts itself.</summary>
    internal static void Check(RangeReport report)
    {
        string[] violations = [.. report.Violations()];
        if (violations.Length > 0)
        {
            throw CliException.CheckFailed($"bounds, witnesses and observed values contradict each other {violations.Length} times; first {violations[0]}");
        }
    }
}

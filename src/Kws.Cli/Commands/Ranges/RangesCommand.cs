using System.Collections.Immutable;
using System.CommandLine;
using Kws.Bulk;
using Kws.Cli.Output;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws ranges</c>: how large every value can become, and how many bits it needs.</summary>
internal static class RangesCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "ranges",
            "Tells how large every operand, product, sum and value of a model can become for any fingerprint: bounds that are proven, "
                + "fingerprints "
            + "that come as near to them as a search found, and what the inputs give. For hardware: the bits of multipliers and adders.",
            "kws ranges",
            "kws ranges samples/recorded.txt --json > ranges.json",
            "kws ranges --random 1000000 --seed 42 --plots ranges");
        Argument<string[]> input = Symbols.Fingerprints(ArgumentArity.ZeroOrMore);
        Option<long?> random = Symbols.Number("--random", "How many random fingerprints to observe too", 0L);
        Option<int?> seed = Symbols.Number("--seed", "Seed of the random fingerprints; without it another one every time", int.MinValue);
        Option<int?> threads = Symbols.Threads();
        var json = new Option<bool>(
            "--json")
        { Description = "Print everything that is known of every layer and channel as JSON instead of tables" };
        var plots = new Option<string?>("--plots")
        {
            Description =
                "Folder for a histogram of every layer (SVG) and for a page with the whole report (HTML); it is made if it is missing",
            HelpName = "folder",
        };
        Symbols.RefuseDash(plots);
        command.Arguments.Add(input);
        command.Options.Add(random);
        command.Options.Add(seed);
        command.Options.Add(threads);
        command.Options.Add(json);
        command.Options.Add(plots);
        Option<string?> skipBad = BadItems.Option("fingerprints");
        command.Options.Add(skipBad);
        var modelOptions = new ModelOptions(command, context, hasSound: true);
        command.SetAction(parsed =>
        {
            KwsModel model = modelOptions.Load(parsed);
            IReadOnlyList<BulkInput> inputs =
                new FingerprintInputs(model.FrontEnd, context).Find(parsed.GetValue(input) ?? []);
            var bad = new BadItems(parsed.GetValue(skipBad));
            bool printsJson = parsed.GetValue(json);
            int? usedSeed = parsed.GetValue(random) is > 0 ? parsed.GetValue(seed) ?? Random.Shared.Next() : null;
            if (usedSeed is not null && !printsJson)
            {
                context.Out.WriteLine($"seed {usedSeed}");
            }

            void Observe(RangeObserver observer)
            {
                RangeInputs.Read(inputs, model.Network, observer, bad, context);
                if (usedSeed is { } known)
                {
                    observer.AddRandom(parsed.GetValue(random)!.Value, known, context.Cancellation);
                }
            }

            RangeReport report = Activity.Show(context, activity => bad.Run(() => Write(
                parsed.GetValue(plots), model.Network,
                () => Report(model, parsed.GetValue(threads) ?? -1, Observe, activity, context.Cancellation))));
            bad.Tell(report.Observed?.Count ?? 0, "fingerprints", context);
            if (printsJson)
            {
                OutputJson.Write(context.Out, RangesJson.Of(report, usedSeed), OutputJson.Default.RangesJson);
            }
            else
            {
                RangesTables.Write(context, report);
            }

            if (context.ErrorIsTerminal && report.Observed is { } observed)
            {
                context.Error.WriteLine(FormattableString.Invariant(
                    $"fingerprints: {observed.Count}, {observed.Count / observed.Seconds:F0} a second with reading or making them"));
            }
        });
        return command;
    }

    /// <summary>Makes the report between opening the files that it is written to and closing them.</summary>
    private static RangeReport Write(string? folder, Network network, Func<RangeReport> make)
    {
        RangeReport? report = null;
        bool isNew = false;
        string temporary = "";

        // A process that ends between the two would leave the folder.
        TemporaryFiles.Uninterrupted(() =>
        {
            isNew = folder is not null && Outputs.MakeFolder(folder);
            if (isNew)
            {
                temporary = Path.GetFullPath(folder!);
                TemporaryFiles.Add(temporary);
            }
        });

        try
        {
            string[] files = folder is null ? [] : [.. RangesPage.Names(network).Select(name => Path.Combine(folder, name))];
            Outputs.Write(files, () =>
            {
                report = make();
                Check(report);
                TemporaryFiles.Remove(temporary);
                return folder is null ? [] : [.. RangesPage.Texts(report)];
            });
        }
        catch when (isNew && !Directory.EnumerateFileSystemEntries(folder!).Any())
        {
            Directory.Delete(folder!);
            throw;
        }

        return report!;
    }

    private static RangeReport Report(
        KwsModel model, int threads, Action<RangeObserver> observe, Activity activity, CancellationToken cancellation)
    {
        try
        {
            // Bad inputs are refused before the proof, which takes seconds.
            IProgress<long> progress = activity.Receive<long>(
                count => FormattableString.Invariant($"step 1 of 4: observing fingerprints, {count:N0} so far"));
            var observer = new RangeObserver(model, threads, progress);
            observe(observer);
            activity.Report("step 2 of 4: proving bounds");
            ImmutableArray<LayerRanges> proven = ProvenRanges.Of(model, cancellation);
            activity.Report("step 3 of 4: counting products and sums of the sample");
            ObservedRanges? observed = observer.Result(proven, cancellation);
            activity.Report("step 4 of 4: searching for witnesses");
            return new RangeReport(
                model, proven, ProvenRanges.OfAnyWeights(model.Network, biases: ValueRange.Of(0)), observed,
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
            throw CliException.CheckFailed(
                $"bounds, witnesses and observed values contradict each other {NumberText.Count(violations.Length, "time")}; "
                + $"first {violations[0]}");
        }
    }
}

using System.Collections.Immutable;
using Kws.Benchmarks.Results;
using Kws.Cli;
using Kws.Cli.Output;
using Kws.Model;

namespace Kws.Benchmarks.Published;

/// <summary>Accuracy, size and speed of the 21 published networks of "Hello Edge" as integers.</summary>
internal static class PublishedReport
{
    /// <summary>The name of the page.</summary>
    public const string PageName = "published.md";

    private const int Rounds = 9;
    private const int TimedClips = 4;
    private const int SampleRate = 16_000;

    /// <summary>Measures everything and writes the page. Times are taken at the end, one after the other.</summary>
    /// <param name="arm">The folder with <c>models.csv</c>, and in <c>pretrained</c> the graphs and <c>labels.txt</c>.</param>
    /// <param name="speech">The folder of clips, in the layout of Speech Commands.</param>
    /// <param name="folder">The folder of the page.</param>
    public static void Write(string arm, string speech, string folder)
    {
        var context = new CliContext(TextReader.Null, Console.Out, Console.Error, CancellationToken.None)
        {
            ErrorIsTerminal = !Console.IsErrorRedirected,
        };
        string graphs = Path.Combine(arm, "pretrained");
        ImmutableArray<string> labels = LabelFile.Read(Path.Combine(graphs, "labels.txt"));
        ImmutableArray<TwelveClassClip> clips = TwelveClassClip.ReadAll(speech, labels, SampleRate);
        var networks = new List<PublishedNetwork>();
        foreach (string name in File.ReadLines(Path.Combine(arm, "models.csv")).Skip(1).Select(line => line.Split(',')[0]))
        {
            PublishedNetwork network = Activity.Show(
                context, activity => PublishedNetwork.Measure(Path.Combine(graphs, $"{name}.pb"), labels, speech, clips, activity));
            Console.Error.WriteLine($"{name}: {Percent(network.Float)} as floats, {Percent(network.Integers)} as integers");
            networks.Add(network);
        }

        ImmutableArray<PublishedTime> times = Time(networks, clips);
        string page = new PublishedPage(networks, times, clips).Render(RunEnvironment.Current);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, PageName), page);
    }

    private static string Percent(TwelveClassAccuracy accuracy) =>
        FormattableString.Invariant($"{accuracy.TwelveClasses(ClipGroup.Silence):F2} %");

    /// <summary>Every network in each round, so that its rounds are some seconds apart.</summary>
    private static ImmutableArray<PublishedTime> Time(List<PublishedNetwork> networks, ImmutableArray<TwelveClassClip> clips)
    {
        TwelveClassClip[] keywords = [.. clips.Where(clip => clip.Group == ClipGroup.Keyword)];
        short[][] timed = [.. Enumerable.Range(0, TimedClips).Select(i => keywords[i * keywords.Length / TimedClips].Samples)];
        PublishedContest[] contests = [.. networks.Select(network => new PublishedContest(network, timed))];
        for (int round = 1; round <= Rounds; round++)
        {
            Console.Error.WriteLine($"times: round {round} of {Rounds}");
            foreach (PublishedContest contest in contests)
            {
                contest.Run();
            }
        }

        ImmutableArray<PublishedTime> times = [.. contests.Select(contest => contest.Result())];
        foreach (PublishedContest contest in contests)
        {
            contest.Dispose();
        }

        return times;
    }
}

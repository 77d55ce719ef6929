using System.Globalization;
using Kws.Cli.Output;
using Kws.Training.Data;
using Kws.Training.Recordings;

namespace Kws.Cli.Commands;

/// <summary>Reports a training on recordings to people.</summary>
internal static class RecordingTables
{
    /// <summary>The lines before a training.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="leaveOuts">The number of trainings that leave a part out.</param>
    public static IEnumerable<string> Begin(RecordingSet recordings, int leaveOuts)
    {
        foreach (string word in SpokenWords.AmongWords(recordings.Words))
        {
            yield return $"'{word}' is one of the words that come with kws: its clips there are left out";
        }

        foreach (string word in SpokenWords.AmongSpeech(recordings.Words))
        {
            yield return $"'{word}' is spoken in the running speech that comes with kws, which is left out; give some with --negatives";
        }

        yield return $"one training on {NumberText.Count(recordings.All.Length, "recording")}, then {leaveOuts} that leave some out";
    }

    /// <summary>The results.</summary>
    public static void Write(CliContext context, string output, RecordingSet recordings, LeaveOutResult result)
    {
        var screen = new Screen(context);
        screen.Write(Words(result));
        screen.WriteLine();
        screen.Write(Negatives(result));
        screen.WriteLine();
        screen.WriteLine(
            "Measured on models that were trained in the same way without the recordings, words and files that test them. A voice of the "
            + "running speech may be in both. low and high are the ends of 95 % intervals (Wilson, Byar). The thresholds were chosen by "
            + "these figures, for at most one false accept per hour of a word, and are in the model.");
        screen.WriteLine(string.Join(" ", recordings.Words.Select(word => Voices(recordings, word))));
        screen.WriteLine($"{output}: the model of all {recordings.All.Length} recordings");
    }

    private static TableText Words(LeaveOutResult result) => new(
        ["word"],
        [" threshold", " left out", " found", new("found, %", " value", " low", " high")],
        [
            .. result.Words.Select(word => (Cell[])[
                word.Word, Invariant($"{word.Threshold}"), Invariant($"{word.Found.Total}"), Invariant($"{word.Found.Count}"),
                Invariant($"{100 * word.Found.Value:F1}"), Invariant($"{100 * word.Found.Interval!.Value.Low:F1}"),
                Invariant($"{100 * word.Found.Interval!.Value.High:F1}")]),
        ]);

    private static TableText Negatives(LeaveOutResult result)
    {
        IEnumerable<(string Name, int Count, double Hours)> rows =
        [
            .. result.Negatives.Where(kind => kind.Hours > 0).Select(kind => (Name(kind.Kind), kind.Count, kind.Hours)),
            ("all", result.Negatives.Sum(kind => kind.Count), result.Negatives.Sum(kind => kind.Hours)),
        ];
        return new(
            ["sound without the words"],
            [" minutes", " false accepts", new("per hour", " value", " low", " high")],
            [
                .. rows.Select(row => (Cell[])[
                    row.Name, Invariant($"{60 * row.Hours:F1}"), Invariant($"{row.Count}"), Invariant($"{row.Count / row.Hours:F1}"),
                    Invariant($"{PoissonInterval.Of(row.Count).Low / row.Hours:F1}"),
                    Invariant($"{PoissonInterval.Of(row.Count).High / row.Hours:F1}")]),
            ]);
    }

    private static string Name(NegativeKind kind) => kind switch
    {
        NegativeKind.Words => "other words, no pauses",
        NegativeKind.Speech => "running speech",
        NegativeKind.Noise => "noise",
        _ => "--negatives",
    };

    private static string Voices(RecordingSet recordings, string word) => recordings.SpeakersOf(word) switch
    {
        0 => $"The names of the recordings of '{word}' tell no speakers: the figures hold for the voices that recorded them, not for "
            + "other people.",
        1 => $"All recordings of '{word}' are of one speaker: the figures hold for that voice alone.",
        var speakers => $"The recordings of '{word}' are of {speakers} speakers, each left out at once: the figures are those of a new "
            + $"voice, as far as {speakers} voices can tell.",
    };

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}

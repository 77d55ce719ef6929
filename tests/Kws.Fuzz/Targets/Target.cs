using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>The parsers, each with what must hold for any input, and what the targets have in common.</summary>
internal static class Target
{
    /// <summary>The name of the input in messages.</summary>
    public const string Source = "input";

    private const int LongestMessage = 600;

    /// <summary>A target throws where a parser is wrong.</summary>
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>
    {
        ["carrays"] = CArrayTarget.Run,
        ["cmsis"] = CmsisTarget.Run,
        ["fingerprints"] = FingerprintTarget.Run,
        ["float"] = FloatTarget.Run,
        ["hex"] = HexTarget.Run,
        ["labels"] = LabelTarget.Run,
        ["model"] = ModelTarget.Run,
        ["npy"] = NpyTarget.Run,
        ["recorded"] = RecordedTarget.Run,
        ["replay"] = ReplayTarget.Run,
        ["sound"] = SoundTarget.Run,
        ["tensorflow"] = TensorFlowTarget.Run,
        ["text"] = TextTarget.Run,
        ["topology"] = TopologyTarget.Run,
        ["tracks"] = LabelTrackTarget.Run,
        ["wav"] = WavTarget.Run,
        ["weights"] = WeightTarget.Run,
    };

    /// <summary>
    /// The result of a parser for a text, or null where it refuses it: with a message that names a line which the text has, or the line
    /// behind the last one, or none where the problem begins as given; and that does not grow with the input.
    /// </summary>
    public static T? Read<T>(byte[] input, Func<TextReader, T> parse, params ReadOnlySpan<string> problemsOfTheWholeFile)
        where T : class
    {
        (T? result, Exception? refusal) = Attempt(input, () => parse(new StreamReader(new MemoryStream(input))));
        if (refusal is null)
        {
            return result;
        }

        int line = refusal is KwsFormatException { FileName: Source } e ? e.Line : -1;
        bool isInPlace = line > 0 && line <= CountLines(input) + 1;
        foreach (string problem in problemsOfTheWholeFile)
        {
            isInPlace |= line == 0 && refusal.Message.StartsWith($"{Source}: {problem}", StringComparison.Ordinal);
        }

        Require(isInPlace, "a refusal at no line of the input", refusal);
        Require(refusal.Message.Length <= LongestMessage, "a message that is too long", refusal);
        return null;
    }

    /// <summary>
    /// The result of a parser, or the exception with which it refuses the input: a <see cref="FormatException"/> or, where a number is out
    /// of range, an <see cref="ArgumentException"/>. It may not ask for more memory than the input is worth.
    /// </summary>
    public static (T? Result, Exception? Refusal) Attempt<T>(byte[] input, Func<T> parse)
        where T : class
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        (T?, Exception?) outcome;
        try
        {
            outcome = (parse(), null);
        }
        catch (Exception e) when (e is FormatException || e.GetType() == typeof(ArgumentException))
        {
            outcome = (null, e);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Require(allocated <= (1 << 20) + (1000L * input.Length), "memory that is out of proportion to the input");
        return outcome;
    }

    /// <summary>Fails unless a refusal is one line of bounded length about a file as a whole.</summary>
    public static void RequireOneLine(Exception? refusal, string file)
    {
        Require(
            refusal is KwsFormatException { Line: 0 } e && e.FileName == file && !e.Message.Contains('\n', StringComparison.Ordinal),
            "a refusal that is not one line about the file", refusal);
        Require(refusal!.Message.Length <= LongestMessage + file.Length, "a message that is too long", refusal);
    }

    /// <summary>
    /// Fails unless a condition holds. The problem is a constant: to make a text for each input takes longer than most parsers.
    /// </summary>
    public static void Require(bool condition, string problem, Exception? cause = null)
    {
        if (!condition)
        {
            throw new InvalidOperationException(problem, cause);
        }
    }

    private static int CountLines(byte[] input)
    {
        using var reader = new StreamReader(new MemoryStream(input));
        int lines = 0;
        while (reader.ReadLine() is not null)
        {
            lines++;
        }

        return lines;
    }
}

namespace Kws.Model;

/// <summary>The content of a file is not what it should be. The message names file, line and what was expected.</summary>
public sealed class KwsFormatException : FormatException
{
    /// <summary>Makes an exception for a place in a file.</summary>
    /// <param name="source">The file, as the user named it.</param>
    /// <param name="line">The line, counted from 1; 0 where the whole file is meant.</param>
    /// <param name="problem">What is wrong and what was expected.</param>
    public KwsFormatException(string source, int line, string problem)
        : base(line > 0 ? $"{source}:{line}: {problem}" : $"{source}: {problem}")
    {
        FileName = source;
        Line = line;
        Problem = problem;
    }

    /// <summary>The file, as the user named it.</summary>
    public string FileName { get; }

    /// <summary>The line, counted from 1; 0 where the whole file is meant.</summary>
    public int Line { get; }

    /// <summary>The message without file and line.</summary>
    internal string Problem { get; }

    /// <summary>
    /// An exception for a file that describes what a constructor refuses, without the name of the constructor's parameter.
    /// </summary>
    internal static KwsFormatException Of(string source, ArgumentException refusal, string place = "") =>
        new(source, 0, place + refusal.Message.Split('\n')[0].Replace($" (Parameter '{refusal.ParamName}')", "", StringComparison.Ordinal));
}

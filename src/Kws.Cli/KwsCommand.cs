using System.CommandLine;

namespace Kws.Cli;

/// <summary>A command with examples, and with groups of options that several commands share.</summary>
internal sealed class KwsCommand(string name, string description, params string[] examples) : Command(name, description)
{
    private readonly List<(string Name, IReadOnlyList<Option> Options)> _shared = [];

    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>The options that other commands have too, by subject.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<Option> Options)> SharedOptions => _shared;

    /// <summary>Adds options that the help shows after the command's own.</summary>
    /// <param name="subject">The heading above them.</param>
    /// <param name="options">The options.</param>
    public void AddShared(string subject, IReadOnlyList<Option> options)
    {
        foreach (Option option in options)
        {
            Options.Add(option);
        }

        _shared.Add((subject, options));
    }
}

using System.CommandLine;

namespace Kws.Cli;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class KwsCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}

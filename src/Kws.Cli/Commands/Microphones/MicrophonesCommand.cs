using System.CommandLine;
using Kws.Cli.Output;
using Kws.Cli.Sound;

namespace Kws.Cli.Commands;

/// <summary><c>kws microphones</c>: the microphones that <c>kws listen --microphone</c> takes.</summary>
internal static class MicrophonesCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "microphones", "Lists the microphones of this machine (Linux), by the names that kws listen --microphone takes.",
            "kws microphones");
        command.SetAction(_ =>
        {
            Cell[][] rows = [.. Microphone.All().Select(microphone => (Cell[])[microphone.Name, microphone.Description])];
            new Screen(context).Write(
                rows.Length > 0 ? new TableText(["name"], ["description"], rows) : throw CliException.BadInput("there is no microphone"));
        });
        return command;
    }
}

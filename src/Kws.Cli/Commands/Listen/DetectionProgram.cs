using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kws.Listen;

namespace Kws.Cli.Commands;

/// <summary>
/// A program of the user's that is started for every detection. No shell reads the line: words and numbers are put into arguments that are
/// split already.
/// </summary>
internal sealed class DetectionProgram
{
    /// <summary>Programs that run at the same time; one that never ends must not fill the machine.</summary>
    private const int MostRunning = 16;

    private const string Name = "--exec";

    private readonly string _line;
    private readonly string[] _arguments;
    private readonly CliContext _context;
    private readonly List<Process> _running = [];
    private bool _hasToldOfMany;

    private DetectionProgram(string line, string[] arguments, CliContext context) =>
        (_line, _arguments, _context) = (line, arguments, context);

    /// <summary>The option that names one.</summary>
    public static Option<string?> Option() => new(Name)
    {
        Description = "Program to start for each detection, with its arguments, in which {word}, {time}, {score} and {margin} are replaced",
        HelpName = "command",
    };

    /// <summary>The program of a command line.</summary>
    /// <exception cref="CliException">The line is empty, or a quotation mark is not closed.</exception>
    public static DetectionProgram Of(string line, CliContext context) => new(line, Split(line), context);

    /// <summary>Starts the program, and does not wait for it.</summary>
    /// <exception cref="CliException">It cannot be started.</exception>
    public void Start(KeywordDetection detection)
    {
        TellOfEnded();
        if (_running.Count == MostRunning)
        {
            if (!_hasToldOfMany)
            {
                _hasToldOfMany = true;
                Failures.Tell($"{Name} '{_line}': {MostRunning} of them run, and no more are started until one ends", _context);
            }

            return;
        }

        string[] arguments = [.. _arguments.Select(argument => Fill(argument, detection))];
        try
        {
            _running.Add(ChildProcesses.Start(new ProcessStartInfo(arguments[0], arguments[1..])));
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw CliException.BadInput($"{Name} '{_line}': '{arguments[0]}' cannot be started, expected a program");
        }
    }

    /// <summary>Waits for the programs that run.</summary>
    public void Finish()
    {
        foreach (Process process in _running)
        {
            process.WaitForExitAsync(_context.Cancellation).GetAwaiter().GetResult();
        }

        TellOfEnded();
    }

    private void TellOfEnded()
    {
        foreach (Process process in _running.Where(process => process.HasExited).ToArray())
        {
            if (process.ExitCode != 0)
            {
                Failures.Tell($"{Name} '{_line}': failed with exit code {process.ExitCode}", _context);
            }

            _running.Remove(process);
            ChildProcesses.Kill(process);
            process.Dispose();
        }
    }

    private static string Fill(string argument, KeywordDetection detection) => argument
        .Replace("{time}", detection.Time.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{score}", detection.Score.ToString("F3", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{margin}", detection.Margin.ToString("F3", CultureInfo.InvariantCulture), StringComparison.Ordinal)

        // Last, since a label may hold braces.
        .Replace("{word}", detection.Name, StringComparison.Ordinal);

    /// <summary>The arguments of a line: separated by spaces, but for those in single or double quotation marks.</summary>
    private static string[] Split(string line)
    {
        var arguments = new List<string>();
        StringBuilder? argument = null;
        char quote = '\0';
        foreach (char c in line)
        {
            if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '"' or '\'')
            {
                (quote, argument) = (c, argument ?? new StringBuilder());
            }
            else if (quote == '\0' && c == ' ')
            {
                arguments.AddRange(argument is null ? [] : [argument.ToString()]);
                argument = null;
            }
            else
            {
                (argument ??= new StringBuilder()).Append(c);
            }
        }

        if (quote != '\0')
        {
            throw CliException.WrongUsage($"{Name} is '{line}', expected an end of the part that {quote} begins");
        }

        arguments.AddRange(argument is null ? [] : [argument.ToString()]);
        return arguments is ["", ..] or []
            ? throw CliException.WrongUsage($"{Name} is '{line}', expected a program")
            : [.. arguments];
    }
}

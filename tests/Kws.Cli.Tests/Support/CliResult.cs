using System.Text;
using System.Text.RegularExpressions;
using Kws.Bulk.Tests.Support;

namespace Kws.Cli.Tests.Support;

/// <summary>The result of a run of the program. The methods run it inside the test's process.</summary>
internal sealed record CliResult(int ExitCode, string Out, string Error)
{
    public static CliResult Run(params string[] args) => Run(new StringReader(""), onTerminal: false, args);

    public static CliResult RunOnTerminal(params string[] args) => RunOnTerminal(columns: 80, args);

    /// <summary>The output without colours: whether the terminal of the tests takes colours depends on where they run.</summary>
    public static CliResult RunOnTerminal(int columns, params string[] args) =>
        Run(new StringReader(""), onTerminal: true, args, columns: columns).WithoutColours();

    /// <summary>A command reads standard input as text or as bytes.</summary>
    public static CliResult RunWithInput(TextReader input, params string[] args)
    {
        string text = input.ReadToEnd();
        return Run(new StringReader(text), onTerminal: false, args, new MemoryStream(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Runs with some variables of the environment; there are no others.</summary>
    public static CliResult RunIn(IReadOnlyDictionary<string, string?> environment, params string[] args) =>
        Run(new StringReader(""), onTerminal: false, args, environment: environment);

    public static CliResult RunWithInput(Stream input, params string[] args) => Run(TextReader.Null, onTerminal: false, args, input);

    /// <summary>Asserts a failure that is told by one line and nothing else.</summary>
    public void AssertFailed(int exitCode, string message, bool prefixOnly = false)
    {
        string expected = prefixOnly ? $"kws: {message}" : $"kws: {message}\n";
        Assert.Equal(expected, prefixOnly ? Error[..Math.Min(expected.Length, Error.Length)] : Error);
        Assert.Equal(exitCode, ExitCode);
        Assert.Empty(Out);
    }

    public static string WithoutColours(string text) => Regex.Replace(text, "\\e\\[[0-9;]*m", "");

    private CliResult WithoutColours() => this with { Out = WithoutColours(Out) };

    private static CliResult Run(
        TextReader input, bool onTerminal, string[] args, Stream? inputBytes = null, int? columns = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = CommandLineApplication.Run(
            args,
            new CliContext(input, output, error, TestContext.Current.CancellationToken)
            {
                InBytes = inputBytes ?? Stream.Null,
                Time = new ManualTime(),
                EnvironmentVariable = name => environment?.GetValueOrDefault(name),
                InIsTerminal = onTerminal,
                OutIsTerminal = onTerminal,
                ErrorIsTerminal = onTerminal,
                TerminalWidth = columns,
            });
        return new CliResult(exitCode, output.ToString(), error.ToString());
    }
}

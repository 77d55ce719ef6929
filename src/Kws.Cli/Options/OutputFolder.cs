using System.CommandLine;

namespace Kws.Cli;

/// <summary>A folder that a command writes, whole or not at all.</summary>
internal static class OutputFolder
{
    public static Option<string> Option(string description)
    {
        var option = new Option<string>("--output")
        {
            Description = description,
            HelpName = "folder",
            Required = true,
        };
        Symbols.RefuseDash(option);
        return option;
    }

    /// <summary>Writes it; what goes wrong is told with the folder's name.</summary>
    public static void Write(string folder, Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            throw CliException.BadInput($"{folder}: {e.Message}");
        }
        catch (UnauthorizedAccessException)
        {
            throw CliException.BadInput($"{folder}: permission denied");
        }
        catch (ArgumentException) when (string.IsNullOrEmpty(folder) || folder.Contains('\0', StringComparison.Ordinal))
        {
            throw CliException.BadInput($"'{folder}' is not the name of a directory");
        }
    }
}

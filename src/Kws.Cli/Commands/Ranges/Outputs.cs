namespace Kws.Cli.Commands;

/// <summary>Files that a long run writes at its end: all or none, and none that cannot be written is found out only then.</summary>
internal static class Outputs
{
    /// <summary>Opens files, makes what they hold and writes it. Their names they take last, when all are written.</summary>
    /// <param name="paths">The files; the first one takes its name last.</param>
    /// <param name="make">Does the work and gives a text for each file.</param>
    public static void Write(IReadOnlyList<string> paths, Func<IReadOnlyList<string>> make) => Open(paths, [], make);

    /// <summary>Makes a folder for them if it is missing.</summary>
    /// <returns>Whether it was.</returns>
    public static bool MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return false;
        }

        try
        {
            Directory.CreateDirectory(folder);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliException.BadInput(
                File.Exists(folder)
                    ? $"{folder}: this is a file, expected a folder"
                    : $"'{folder}': there is no such folder, and it cannot be made");
        }
    }

    private static void Open(IReadOnlyList<string> paths, TextWriter[] open, Func<IReadOnlyList<string>> make)
    {
        if (open.Length < paths.Count)
        {
            Files.Write(paths[open.Length], writer => Open(paths, [.. open, writer], make));
            return;
        }

        foreach ((string path, TextWriter writer, string text) in paths.Zip(open, make()))
        {
            Files.Read(path, _ =>
            {
                writer.Write(text);
                writer.Flush();
                return text;
            });
        }
    }
}

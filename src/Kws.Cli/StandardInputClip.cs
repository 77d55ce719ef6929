using Kws.Model;

namespace Kws.Cli;

/// <summary>The WAV file on standard input, kept in a temporary file so that it is read like any other.</summary>
internal sealed class StandardInputClip : IDisposable
{
    public StandardInputClip(CliContext context)
    {
        // Made first, so that cancelling the wait for input still finds it to delete.
        Path = Files.Read(System.IO.Path.GetTempPath(), _ => System.IO.Path.GetTempFileName());
        TemporaryFiles.Add(Path);
        try
        {
            using FileStream file = File.Create(Path);
            Files.Read(Files.StandardInputName, _ =>
            {
                context.InBytes.CopyTo(file);
                return true;
            });
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path { get; }

    public void Dispose()
    {
        File.Delete(Path);
        TemporaryFiles.Remove(Path);
    }
}

using Kws.Cli.Output;
using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary>Reports the files that a training leaves out: their number, and the first ones by name.</summary>
internal static class SkippedFiles
{
    private const int MostNamed = 10;

    public static void Tell(IReadOnlyCollection<SkippedFile> skipped, CliContext context)
    {
        foreach (SkippedFile file in skipped.Take(MostNamed))
        {
            Failures.Tell($"left out: {Files.Describe(file.Path, file.Problem)}", context);
        }

        if (skipped.Count > 0)
        {
            string more = skipped.Count > MostNamed ? $", of which {skipped.Count - MostNamed} are not named here" : "";
            Failures.Tell($"{NumberText.Count(skipped.Count, "file")} left out{more}", context);
        }
    }
}

using System.Diagnostics;

namespace Kws.Web.Tests.Support;

/// <summary>The page as it is published, in <c>artifacts/web</c>. It is published anew if a source is younger.</summary>
internal static class PublishedPage
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(15);

    private static readonly string[] Sources = ["Kws.Web", "Kws.Listen", "Kws.Audio", "Kws.Fast", "Kws.Model"];

    /// <summary>The folder with <c>index.html</c>.</summary>
    public static string Publish()
    {
        string folder = Repository.File("artifacts", "web");
        string made = Path.Combine(folder, "wwwroot", "_framework", "dotnet.js");
        if (!File.Exists(made) || Sources.SelectMany(FilesOf).Max(File.GetLastWriteTimeUtc) > File.GetLastWriteTimeUtc(made))
        {
            Run("publish", Repository.File("src", "Kws.Web"), "-c", "Release", "-o", folder, "-v", "quiet", "-nologo", "-nodeReuse:false");
            File.SetLastWriteTimeUtc(made, DateTime.UtcNow);
        }

        return Path.Combine(folder, "wwwroot");
    }

    private static IEnumerable<string> FilesOf(string project) => Directory
        .EnumerateFiles(Repository.File("src", project), "*", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"));

    private static void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };

        // What the test runner tells its own children must not reach this one.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Timeout))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"not published within {Timeout}");
        }

        Assert.True(process.ExitCode == 0, output.GetAwaiter().GetResult());
    }
}

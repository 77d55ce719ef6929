using PuppeteerSharp;

namespace Kws.Web.Tests.Support;

/// <summary>The Chromium or Chrome of this machine, without a window.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly string? Executable = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>Skips the test where there is no browser; CI counts that there was.</summary>
    public static void Require()
    {
        Assert.SkipWhen(Executable is null, "NOT RUN: chromium is missing; .ci/install chromium");
        TestContext.Current.TestOutputHelper?.WriteLine("with chromium");
    }

    public static Task<IBrowser> LaunchAsync(params string[] arguments) => Puppeteer.LaunchAsync(new LaunchOptions
    {
        ExecutablePath = Executable,
        // Root, as in CI, has no sandbox; a container has little shared memory.
        Args = ["--no-sandbox", "--disable-dev-shm-usage", "--mute-audio", .. arguments],
    });
}

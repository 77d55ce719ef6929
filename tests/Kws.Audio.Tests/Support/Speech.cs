namespace Kws.Audio.Tests.Support;

/// <summary>
/// The recorded clips of the Speech Commands data set, which are no part of this repository: in the folder that the environment variable
/// <c>KWS_SPEECH</c> names, else in <c>../shared/speech</c> beside the repository. Tests that need them are skipped without them, and CI
/// counts that they ran.
/// </summary>
internal static class Speech
{
    private static readonly string? Folder = Find("KWS_SPEECH", "speech");

    /// <summary>
    /// A folder of running speech in WAV files of 16 kHz: that of <c>KWS_LONG_SPEECH</c>, else <c>../shared/long-speech</c>; null without.
    /// </summary>
    public static string? Running { get; } = Find("KWS_LONG_SPEECH", "long-speech");

    public static string Require()
    {
        Assert.SkipWhen(Folder is null, "NOT RUN: the Speech Commands clips are missing; KWS_SPEECH names their folder");
        TestContext.Current.TestOutputHelper?.WriteLine("on the Speech Commands clips");
        return Folder!;
    }

    private static string? Find(string variable, string name)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named)
        {
            return Directory.Exists(named)
                ? Path.GetFullPath(named)
                : throw new DirectoryNotFoundException($"{variable}: there is no directory {named}");
        }

        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Kws.Fast.sln")))
        {
            root = root.Parent;
        }

        string? beside = root is null ? null : Path.GetFullPath(Path.Combine(root.FullName, "..", "shared", name));
        return Directory.Exists(beside) ? beside : null;
    }
}

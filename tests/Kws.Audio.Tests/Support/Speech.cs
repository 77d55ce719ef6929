namespace Kws.Audio.Tests.Support;

/// <summary>
/// The recorded clips of the Speech Commands data set, which are no part of this repository: in the folder that the environment variable
/// <c>KWS_SPEECH</c> names, else in <c>../shared/speech</c> beside the repository. Tests that need them are skipped without them, and CI
/// counts that they ran.
/// </summary>
internal static class Speech
{
    private static readonly string? Folder = Find();

    public static string Require()
    {
        Assert.SkipWhen(Folder is null, "NOT RUN: the Speech Commands clips are missing; KWS_SPEECH names their folder");
        TestContext.Current.TestOutputHelper?.WriteLine("on the Speech Commands clips");
        return Folder!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("KWS_SPEECH") is { Length: > 0 } named)
        {
            return Directory.Exists(named)
                ? Path.GetFullPath(named)
                : throw new DirectoryNotFoundException($"KWS_SPEECH: there is no directory {named}");
        }

        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Kws.Fast.sln")))
        {
            root = root.Parent;
        }

        string? beside = root is null ? null : Path.GetFullPath(Path.Combine(root.FullName, "..", "shared", "speech"));
        return Directory.Exists(beside) ? beside : null;
    }
}

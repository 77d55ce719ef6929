namespace Kws.Fast.Tests.Support;

/// <summary>
/// The whole test data of the networks of "Hello Edge", which is no part of this repository: the folder that the environment variable
/// <c>KWS_ARM</c> names, else <c>../shared/arm</c> next to the repository.
/// </summary>
internal static class ArmFolder
{
    /// <summary>The folder, or null.</summary>
    public static string? Path { get; } = Find();

    public static string Require()
    {
        Assert.SkipWhen(Path is null, "NOT RUN: the test data of ARM's networks is missing; KWS_ARM names its folder");
        return Path!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("KWS_ARM") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : throw new DirectoryNotFoundException($"KWS_ARM: there is no directory {named}");
        }

        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(System.IO.Path.Combine(root.FullName, "Kws.Fast.sln")))
        {
            root = root.Parent;
        }

        string? beside = root is null ? null : System.IO.Path.Combine(root.FullName, "..", "shared", "arm");
        return Directory.Exists(beside) ? beside : null;
    }
}

using Kws.Bulk.Jobs;
using Kws.Testing;

namespace Kws.Bulk.Tests;

/// <summary>The lock of a job is a lock only while its file is the one that others would open.</summary>
public sealed class JobLockTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_another_one_has_replaced_is_no_lock()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "an open file cannot be moved");
        string output = _folder.PathOf("out.csv");
        string path = $"{output}.lock";
        using var held = JobLock.Take(output, null, TestContext.Current.CancellationToken);
        Assert.True(held.IsAt(path));
        File.Move(path, _folder.PathOf("moved"));
        Assert.False(held.IsAt(path));
        using var other = JobLock.Take(output, null, TestContext.Current.CancellationToken);

        // Two lengths drawn at random are the same once in 65,535 times.
        Assert.False(held.IsAt(path) && held.IsAt(path) && held.IsAt(path));
        Assert.True(other.IsAt(path));
    }
}

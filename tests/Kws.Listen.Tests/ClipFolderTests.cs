using Kws.Testing;

namespace Kws.Listen.Tests;

public sealed class ClipFolderTests
{
    [Fact]
    public void Clips_come_in_the_ordinal_order_of_their_paths()
    {
        using var directory = new TemporaryDirectory();

        // A separator sorts behind '-' and '.' and before letters: the order of paths is not that of names level by level.
        string[] names = ["B.wav", "a-b/x.wav", "a.wav", "a/b/deep.wav", "a/b.wav", "a/c.WAV", "ab.wav", "é.wav"];
        foreach (string name in names.Reverse().Concat(["a/readme.txt", "list.wav.txt", "empty/none.txt", "wav"]))
        {
            directory.Touch(name);
        }

        string[] found = [.. ClipFolder.Find(directory.Root)];
        Assert.Equal(names.Select(directory.PathOf).Order(StringComparer.Ordinal), found);
        Assert.Equal(found, ClipFolder.Find(directory.Root + Path.DirectorySeparatorChar));
        Assert.Equal(["B.wav", "a.wav", "ab.wav", "é.wav"], ClipFolder.FindHere(directory.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void Links_to_clips_count_and_links_to_folders_do_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need privileges");
        using var directory = new TemporaryDirectory();
        directory.Touch("a/x.wav");
        Directory.CreateSymbolicLink(directory.PathOf("a/up"), directory.Root);
        Directory.CreateSymbolicLink(directory.PathOf("a/up.wav"), directory.Root);
        File.CreateSymbolicLink(directory.PathOf("y.wav"), directory.PathOf("a/x.wav"));
        Assert.Equal(["a/x.wav", "y.wav"], ClipFolder.Find(directory.Root).Select(path => Path.GetRelativePath(directory.Root, path)));
    }

    [Fact]
    public void A_folder_that_is_missing() =>
        Assert.Throws<DirectoryNotFoundException>(() => ClipFolder.Find("no/such/folder").ToList());

    [Fact]
    public void Hidden_files_and_folders_are_skipped()
    {
        using var directory = new TemporaryDirectory();
        string[] names = ["x.wav", "._x.wav", ".x.wav", ".wav", ".Trashes/y.wav", "a/._y.wav", "a/y.wav"];
        foreach (string name in names)
        {
            directory.Touch(name);
        }

        Assert.Equal([directory.PathOf("a/y.wav"), directory.PathOf("x.wav")], ClipFolder.Find(directory.Root));
        Assert.Equal(["x.wav"], ClipFolder.FindHere(directory.Root).Select(Path.GetFileName));
    }
}

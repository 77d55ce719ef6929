using System.Diagnostics;
using Kws.Testing;

namespace Kws.Model.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_text_is_written_with_plain_line_breaks_and_no_byte_order_mark()
    {
        AtomicFile.Write(_directory.PathOf("a.txt"), writer => writer.WriteLine("ü"));
        Assert.Equal("ü\n"u8.ToArray(), File.ReadAllBytes(_directory.PathOf("a.txt")));
        Assert.Equal(["a.txt"], _directory.Names);
    }

    [Fact]
    public void An_existing_file_is_replaced()
    {
        File.WriteAllText(_directory.PathOf("a.txt"), "something longer");
        AtomicFile.Write(_directory.PathOf("a.txt"), writer => writer.Write("new"));
        Assert.Equal("new", File.ReadAllText(_directory.PathOf("a.txt")));
        Assert.Equal(["a.txt"], _directory.Names);
    }

    [Fact]
    public void Who_may_read_an_existing_file_stays_as_it_was()
    {
        const UnixFileMode OnlyMe = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.WriteAllText(_directory.PathOf("a.txt"), "old");
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("no Unix file modes");
            return;
        }

        File.SetUnixFileMode(_directory.PathOf("a.txt"), OnlyMe);
        AtomicFile.Write(_directory.PathOf("a.txt"), writer => writer.Write("new"));
        Assert.Equal(OnlyMe, File.GetUnixFileMode(_directory.PathOf("a.txt")));
    }

    [Fact]
    public void After_an_error_the_old_file_is_whole_and_nothing_lies_beside_it()
    {
        File.WriteAllText(_directory.PathOf("a.txt"), "old");
        var thrown = Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(_directory.PathOf("a.txt"), writer =>
        {
            writer.Write(new string('x', 1 << 20));
            throw new InvalidOperationException("in the middle");
        }));
        Assert.Equal("in the middle", thrown.Message);
        Assert.Equal("old", File.ReadAllText(_directory.PathOf("a.txt")));
        Assert.Equal(["a.txt"], _directory.Names);
    }

    [Fact]
    public void While_writing_the_old_file_is_still_there()
    {
        string path = _directory.PathOf("a.txt");
        File.WriteAllText(path, "old");
        AtomicFile.Write(path, writer =>
        {
            writer.Write("new");
            writer.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });
    }

    [Fact]
    public void A_missing_directory_is_named_with_the_target()
    {
        string path = _directory.PathOf(Path.Combine("missing", "a.txt"));
        var thrown = Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(path, NeverCalled));
        Assert.Equal($"{path}: there is no directory {_directory.PathOf("missing")}", thrown.Message);
    }

    [Fact]
    public void A_directory_is_refused()
    {
        Directory.CreateDirectory(_directory.PathOf("d"));
        var thrown = Assert.Throws<IOException>(() => AtomicFile.Write(_directory.PathOf("d"), NeverCalled));
        Assert.Equal($"{_directory.PathOf("d")}: this is a directory, expected the name of a file", thrown.Message);
    }

    [Fact]
    public void A_name_may_be_as_long_as_the_file_system_allows()
    {
        string name = new('n', 255);
        AtomicFile.Write(_directory.PathOf(name), writer => writer.Write("text"));
        Assert.Equal([name], _directory.Names);
    }

    [Fact]
    public void A_name_that_the_file_system_refuses_is_the_one_in_the_message()
    {
        string path = _directory.PathOf(new string('n', 300));
        var thrown = Assert.ThrowsAny<IOException>(() => AtomicFile.Write(path, writer => writer.Write("text")));
        Assert.Contains(path, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(_directory.Names);
    }

    [Fact]
    public void A_link_stays_and_what_it_leads_to_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        File.WriteAllText(_directory.PathOf("real.txt"), "something longer");
        File.CreateSymbolicLink(_directory.PathOf("link.txt"), "real.txt");
        AtomicFile.Write(_directory.PathOf("link.txt"), writer => writer.Write("new"));
        Assert.Equal("real.txt", new FileInfo(_directory.PathOf("link.txt")).LinkTarget);
        Assert.Equal("new", File.ReadAllText(_directory.PathOf("real.txt")));
        Assert.Equal(["link.txt", "real.txt"], _directory.Names);
    }

    [Fact]
    public void Standard_output_that_leads_to_a_file_is_appended_to_and_never_replaced()
    {
        // What /dev/stdout is after "> a.txt", under a name that even a mistake cannot replace: no real device is risked.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has /proc");
        using (var output =
            new FileStream(_directory.PathOf("a.txt"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            output.Write("before, "u8);
            AtomicFile.Write($"/proc/self/fd/{output.SafeFileHandle.DangerousGetHandle()}", writer => writer.Write("text"));
            Assert.Equal("before, text".Length, output.Length);
        }

        Assert.Equal("before, text", File.ReadAllText(_directory.PathOf("a.txt")));
        Assert.Equal(["a.txt"], _directory.Names);
    }

    [Fact]
    public async Task A_pipe_is_written_into_and_never_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no named pipes in directories on Windows");
        string pipe = _directory.PathOf("pipe");
        using (Process makePipe = Process.Start("mkfifo", [pipe]))
        {
            await makePipe.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, makePipe.ExitCode);
        }

        Task<string> read = Task.Run(() => File.ReadAllTextAsync(pipe), TestContext.Current.CancellationToken);
        AtomicFile.Write(pipe, writer => writer.Write("through the pipe"));
        Assert.Equal("through the pipe", await read);
        Assert.Equal(["pipe"], _directory.Names);
    }

    [Fact]
    public void Many_writers_of_one_file_do_not_disturb_each_other()
    {
        string path = _directory.PathOf("a.txt");
        Parallel.For(0, 50, i => AtomicFile.Write(path, writer => writer.Write(new string((char)('a' + (i % 26)), 100_000))));
        string text = File.ReadAllText(path);
        Assert.Equal(100_000, text.Length);
        Assert.Single(text.Distinct());
        Assert.Equal(["a.txt"], _directory.Names);
    }

    private static void NeverCalled(TextWriter writer) => Assert.Fail("nothing may be written");
}

using Kws.Audio.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Audio.Tests;

public sealed class ChangedFileTests
{
    [Fact]
    public void A_clip_that_is_rewritten_while_it_is_read_is_refused()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.wav", WavBuilder.Of(16_000, new short[1000]));
        AssertNoticed(() => WavFile.Read(path, 16_000));
        AssertNoticed(() => WavFile.Read(path, 16_000, new short[10]));

        void AssertNoticed(Action read)
        {
            read();
            KwsFormatException e = Rewriting.Until(path, () => (KwsFormatException?)Record.Exception(read));
            Assert.StartsWith($"{path}: the file was changed while it was read: ", e.Message, StringComparison.Ordinal);
        }
    }
}

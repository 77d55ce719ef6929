using Kws.Cli.Tests.Support;
using Kws.Listen.Tests.Support;
using Kws.Testing;
using static Kws.Cli.Tests.Support.LabelledClips;

namespace Kws.Cli.Tests;

/// <summary><c>kws label-wav -</c>: a clip from standard input.</summary>
public sealed class LabelWavStandardInputTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Standard_input_is_one_clip()
    {
        string clip = Write();
        CliResult result = CliResult.RunWithInput(File.OpenRead(clip), "label-wav", "-");
        Assert.Equal(Header + Rows("-", LogitsOf(Wav.Tones(1, 1)), 3), result.Out);
    }

    [Fact]
    public void An_endless_clip_on_standard_input_is_refused_after_an_hour()
    {
        string clip = Write();
        byte[] file = File.ReadAllBytes(clip);

        // The size that a writer into a pipe leaves.
        file.AsSpan(40, 4).Fill(0xFF);
        CliResult result = CliResult.RunWithInput(new EndlessStream(file), "label-wav", "-");
        result.AssertFailed(3, "standard input: more than an hour of sound, expected a clip");
    }

    [Fact]
    public void What_is_wrong_with_standard_input_is_reported_under_its_name() =>
        CliResult.RunWithInput(new MemoryStream([1, 2, 3, 4]), "label-wav", "-")
            .AssertFailed(3, "standard input: the file begins with", prefixOnly: true);

    [Fact]
    public void Standard_input_comes_from_a_pipe()
    {
        string clip = Write();
        CliResult result = KwsProcess.RunInShell("cat \"$1\" | \"$0\" label-wav - \"$1\"", clip);
        int[] logits = LogitsOf(Wav.Tones(1, 1));
        Assert.Equal(new CliResult(0, Header + Rows("-", logits, 1) + Rows(clip, logits, 1), ""), result);
    }

    private string Write()
    {
        string clip = _directory.PathOf("clip.wav");
        Wav.Write(clip, Wav.Tones(1, 1));
        return clip;
    }
}

using Kws.Fuzz.Targets;

namespace Kws.Hardware.Tests.Replay;

/// <summary>The inputs that fuzzing has found, without libFuzzer: every input of every corpus.</summary>
public class FuzzCorpusTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "corpus");

    public static TheoryData<string> Targets => [.. Target.All.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_input_of_the_corpus_is_read_or_refused(string target)
    {
        string[] files = Directory.GetFiles(Path.Combine(Folder, target));
        Assert.All(files, file => Target.All[target](File.ReadAllBytes(file)));
        Assert.NotEmpty(files);
    }

    [Fact]
    public void Every_corpus_has_a_target() =>
        Assert.Equal(Target.All.Keys.Order(), Directory.GetDirectories(Folder).Select(Path.GetFileName).Order());
}

using Kws.Testing;

namespace Kws.Audio.Tests;

public class ArgumentTests
{
    [Fact]
    public void Null_is_refused_by_the_name_of_its_parameter() =>
        new NullArguments(new FingerprintExtractor(), Stream.Null, 16_000).AssertRefusedBy(typeof(WavFile).Assembly);
}

using Kws.Audio;
using Kws.Audio.Wav;
using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>
/// WAV files: a pipe gives the same samples as a file (but for a second sound, which is seen in files only), and the first samples alone
/// are the first ones of all.
/// </summary>
internal static class WavTarget
{
    public static void Run(byte[] input)
    {
        (short[]? samples, Exception? refusal) = Read(input, new MemoryStream(input));
        (short[]? piped, _) = Read(input, new Pipe(input));
        bool hasTwo = refusal?.Message.Contains("a second one", StringComparison.Ordinal) is true;
        Target.Require(hasTwo || (samples.AsSpan().SequenceEqual(piped) && samples is null == piped is null), "a pipe gives other samples");
        if (samples is not null)
        {
            var first = new short[8];
            int count = WavFile.Read(new MemoryStream(input), Target.Source, Rate(new MemoryStream(input)), first);
            Target.Require(samples.AsSpan(0, Math.Min(8, samples.Length)).SequenceEqual(first.AsSpan(0, count)), "other first samples");
        }
    }

    private static (short[]? Samples, Exception? Refusal) Read(byte[] input, Stream stream)
    {
        Stream again = stream.CanSeek ? new MemoryStream(input) : new Pipe(input);
        (short[]? samples, Exception? refusal) = Target.Attempt(input, () => WavFile.Read(stream, Target.Source, Rate(again)));
        Target.Require(
            refusal is null or KwsFormatException { FileName: Target.Source, Line: 0 }, "a refusal that is not documented", refusal);
        return (samples, refusal);
    }

    /// <summary>Mostly the rate of the file: filters between odd rates take longer than everything else.</summary>
    private static int Rate(Stream stream)
    {
        using var source = new ByteSource(stream);
        int rate = new WavHeader(source, Target.Source).Read().Format.SampleRate;
        return rate is 8_000 or 48_000 ? 16_000 : rate;
    }

    /// <summary>A stream that cannot seek and brings a few bytes at a time.</summary>
    private sealed class Pipe(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));
    }
}

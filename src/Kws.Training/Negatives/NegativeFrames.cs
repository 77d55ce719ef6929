using System.Collections.Immutable;
using System.IO.Compression;
using Kws.Model;

namespace Kws.Training.Negatives;

/// <summary>
/// Sound in which no keyword of the user is spoken, as it comes with kws: frames of other words, of running speech and of noise. CREDITS.md
/// next to this file has the sources.
/// </summary>
internal sealed record NegativeFrames
{
    private const string Resource = "Kws.Training.Negatives.frames.br";

    private static readonly Lazy<NegativeFrames> LazyShipped = new(() =>
    {
        using Stream packed = typeof(NegativeFrames).Assembly.GetManifestResourceStream(Resource)!;
        using var stream = new BrotliStream(packed, CompressionMode.Decompress);
        return NegativeFramesFile.Read(stream);
    });

    /// <summary>The front end of the frames that come with kws: steps of a quarter, the finest that a topology is trained with.</summary>
    public static FrontEnd FrontEnd { get; } = new() { Bits = 8, FractionBits = 2 };

    /// <summary>The frames that come with kws.</summary>
    public static NegativeFrames Shipped => LazyShipped.Value;

    /// <summary>Single words, a second each.</summary>
    public required ImmutableArray<FrameStream> Words { get; init; }

    /// <summary>Sentences.</summary>
    public required ImmutableArray<FrameStream> Speech { get; init; }

    /// <summary>Sound without speech.</summary>
    public required ImmutableArray<FrameStream> Noise { get; init; }

    /// <summary>Converts these frames, of <see cref="FrontEnd"/>, to those of a front end with other integers.</summary>
    /// <param name="frontEnd">
    /// The front end, with the same windows and bands, and steps of a quarter at least. In integers one value of fifty would differ, by a
    /// step.
    /// </param>
    /// <exception cref="ArgumentException">It has others.</exception>
    public NegativeFrames For(FrontEnd frontEnd)
    {
        int shift = FrontEnd.FractionBits - frontEnd.FractionBits;
        FrontEnd same = frontEnd.With(FrontEnd.Arithmetic) with { Bits = FrontEnd.Bits, FractionBits = FrontEnd.FractionBits };
        if (shift < 0 || same != FrontEnd)
        {
            throw new ArgumentException(
                "the frames that come with kws are of the default front end with at most 2 fraction bits, expected such a front end",
                nameof(frontEnd));
        }

        return frontEnd == FrontEnd ? this : this with { Words = Convert(Words), Speech = Convert(Speech), Noise = Convert(Noise) };

        ImmutableArray<FrameStream> Convert(ImmutableArray<FrameStream> streams) =>
            [.. streams.Select(stream => stream with { Values = Rounded(stream.Values.Span, shift, frontEnd) })];
    }

    /// <summary>
    /// Rounds to nearest, ties to even, and clamps, as the front end does. That is as good for training as the exact values rounded once.
    /// Since these were rounded to quarters before, one of eight whole numbers differs, by 1: there the exact value is within an eighth of
    /// the middle between two integers, where the slightest change of the volume decides as well. The errors of rounding grow from 0.29 to
    /// 0.31 (root mean square).
    /// </summary>
    private static sbyte[] Rounded(ReadOnlySpan<sbyte> values, int shift, FrontEnd frontEnd)
    {
        var rounded = new sbyte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double value = Math.Round(Math.ScaleB(values[i], -shift), MidpointRounding.ToEven);
            rounded[i] = (sbyte)Math.Clamp(value, frontEnd.LeastValue, frontEnd.GreatestValue);
        }

        return rounded;
    }
}

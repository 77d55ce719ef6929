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

    /// <summary>The front end of the frames.</summary>
    public static FrontEnd FrontEnd { get; } = new();

    /// <summary>The frames that come with kws.</summary>
    public static NegativeFrames Shipped => LazyShipped.Value;

    /// <summary>Single words, a second each.</summary>
    public required ImmutableArray<FrameStream> Words { get; init; }

    /// <summary>Sentences.</summary>
    public required ImmutableArray<FrameStream> Speech { get; init; }

    /// <summary>Sound without speech.</summary>
    public required ImmutableArray<FrameStream> Noise { get; init; }
}

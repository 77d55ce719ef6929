using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Replay.Formats;

/// <summary>The format of a file with layers.</summary>
internal enum LayerFormat
{
    /// <summary>Recorded cases, printed tensors, or hexadecimal numbers that begin with a comment or an address.</summary>
    Text,

    /// <summary>A NumPy array.</summary>
    Npy,

    /// <summary>Hexadecimal numbers.</summary>
    Hex,

    /// <summary>C arrays.</summary>
    C,

    /// <summary>A JSON object.</summary>
    Json,

    /// <summary>Binary numbers and nothing else.</summary>
    Raw,
}

/// <summary>Recognises the formats.</summary>
internal static class LayerFormats
{
    private static readonly Dictionary<string, LayerFormat> OfEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = LayerFormat.Text,
        [".npy"] = LayerFormat.Npy,
        [".hex"] = LayerFormat.Hex,
        [".mem"] = LayerFormat.Hex,
        [".h"] = LayerFormat.C,
        [".c"] = LayerFormat.C,
        [".json"] = LayerFormat.Json,
        [".raw"] = LayerFormat.Raw,
        [".bin"] = LayerFormat.Raw,
    };

    /// <summary>The endings of files with layers.</summary>
    public static ImmutableArray<string> Endings { get; } = [.. OfEnding.Keys];

    /// <summary>The format by the ending of the name, or else by the first bytes.</summary>
    /// <param name="path">The name.</param>
    /// <param name="file">The file, at its beginning; it is left there.</param>
    public static LayerFormat Of(string path, FileStream file)
    {
        if (OfEnding.TryGetValue(Path.GetExtension(path), out LayerFormat format) && format != LayerFormat.Text)
        {
            return format;
        }

        if (!file.CanSeek)
        {
            return LayerFormat.Text;
        }

        byte[] head = new byte[NpyFile.Magic.Length];
        int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return head.AsSpan(0, length).SequenceEqual(NpyFile.Magic) ? LayerFormat.Npy : LayerFormat.Text;
    }
}

using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Replay;

/// <summary>Finds the layer that a heading or the name of a file means. docs/use/formats.md lists what is understood.</summary>
internal sealed class LayerNames
{
    private readonly ImmutableArray<(string Words, string Layer)> _phrases;

    public LayerNames(Network network)
    {
        All = [InferenceTrace.InputName, .. network.Layers.Select(layer => layer.Name)];

        // Of several blocks, "depthwise" could be any one's.
        ImmutableArray<(string, string)> ofBlock =
            DsCnn.Specs(network).Length != 2 ? [] : [("depthwise", "conv_ds_1/dw_conv"), ("pointwise", "conv_ds_1/pw_conv")];
        _phrases =
        [
            ("input feature map", InferenceTrace.InputName), ("first convolution", "conv_1"), .. ofBlock,
            ("max pool", "max_pool"), ("maxpool", "max_pool"), ("fully connected", "fc1"), ("logits", "fc1"),
        ];
    }

    /// <summary>The names of all layers in order, the fingerprint first.</summary>
    public ImmutableArray<string> All { get; }

    /// <summary>The layer that a line names, or null: by its name, or else in words if they mean one layer only.</summary>
    public string? InText(string text)
    {
        string[] named = [.. All.Where(name => Contains(text, name))];
        if (named.Length > 0)
        {
            return named.Length == 1 ? named[0] : null;
        }

        string[] meant = [.. _phrases
            .Where(phrase => text.Contains(phrase.Words, StringComparison.OrdinalIgnoreCase)).Select(phrase => phrase.Layer).Distinct()];
        if (meant.Length != 1)
        {
            return null;
        }

        // "depthwise convolution / 16" is what stands behind the division.
        string? divided = All.FirstOrDefault(name => name.StartsWith($"{meant[0]}/floor", StringComparison.Ordinal));
        string tight = text.Replace(" ", "", StringComparison.Ordinal);
        return divided is not null && Contains(tight, divided[(meant[0].Length + "/floor".Length)..], before: '/') ? divided : meant[0];
    }

    /// <summary>The layer of a file <c>conv_1.txt</c> or <c>conv_1_floor8.txt</c>, or null.</summary>
    public string? OfFile(string path)
    {
        string stem = Path.GetFileNameWithoutExtension(path);
        return All.FirstOrDefault(name => name.Replace('/', '_') == stem);
    }

    public override string ToString() => string.Join(", ", All);

    /// <summary>True if a text holds a name that is not a part of a longer one.</summary>
    private static bool Contains(string text, string name, char? before = null)
    {
        for (int i = text.IndexOf(name, StringComparison.Ordinal); i >= 0; i = text.IndexOf(name, i + 1, StringComparison.Ordinal))
        {
            bool begins = before is { } c ? i > 0 && text[i - 1] == c : i == 0 || !IsPart(text[i - 1]);
            int end = i + name.Length;
            if (begins && (end == text.Length || !IsPart(text[end])))
            {
                return true;
            }
        }

        return false;

        static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '/';
    }
}

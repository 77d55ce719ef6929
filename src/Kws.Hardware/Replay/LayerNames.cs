using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Replay;

/// <summary>Finds the layer that a heading or the name of a file means. docs/use/formats.md lists what is understood.</summary>
internal sealed class LayerNames
{
    private readonly Network _network;
    private readonly ImmutableArray<(string Words, string Layer)> _phrases;

    public LayerNames(Network network)
    {
        _network = network;
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

    /// <summary>The layer of a name, and what a file of it must have.</summary>
    public ExpectedLayer Expected(string name) => name == InferenceTrace.InputName
        ? new(name, _network.Input, _network.MinInput, _network.MaxInput)
        : new(name, _network.Layers.Single(layer => layer.Name == name).Output, int.MinValue, int.MaxValue);

    /// <summary>The layer of a C array <c>conv_1_floor8</c> or <c>case_0_conv_1_floor8</c>: the longest name that it ends with.</summary>
    public string? OfIdentifier(string identifier) => All
        .Where(name => identifier.EndsWith(Identifier(name), StringComparison.Ordinal)
            && (identifier.Length == name.Length || identifier[^(name.Length + 1)] == '_'))
        .MaxBy(name => name.Length);

    /// <summary>True for a file with the name of a tensor of weights.</summary>
    public bool IsWeights(string path) => _network.Tensors.Any(tensor => tensor.FileName == Path.GetFileNameWithoutExtension(path));

    /// <summary>True for a C array with the name of a tensor of weights.</summary>
    public bool IsTensor(string identifier) => _network.Tensors.Any(tensor => Identifier(tensor.FileName) == Identifier(identifier));

    /// <summary>The layer of a file <c>conv_1.txt</c> or <c>conv_1_floor8.txt</c>, or null.</summary>
    public string? OfFile(string path)
    {
        string stem = Path.GetFileNameWithoutExtension(path);
        return All.FirstOrDefault(name => name.Replace('/', '_') == stem);
    }

    private static string Identifier(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

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

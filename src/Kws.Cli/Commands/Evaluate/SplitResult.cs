using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary>The results of one part of a data set, as they are printed.</summary>
/// <param name="Split">The part.</param>
/// <param name="Matrix">What the model takes its clips for.</param>
/// <param name="Unshifted">The same without floor divisions; null where nobody asked.</param>
internal sealed record SplitResult(Split Split, ConfusionMatrix Matrix, ConfusionMatrix? Unshifted)
{
    /// <summary>The name in options and output.</summary>
    public static string NameOf(Split split) => split switch
    {
        Split.Training => "training",
        Split.Validation => "validation",
        _ => "testing",
    };

    public string Name => NameOf(Split);
}

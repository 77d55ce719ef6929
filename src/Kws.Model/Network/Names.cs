using System.Runtime.CompilerServices;

namespace Kws.Model;

/// <summary>Names of layers and tensors, which are on lines of traces and messages.</summary>
internal static class Names
{
    private const int MaxLength = 128;

    /// <exception cref="ArgumentException">The name is empty, too long, or has spaces at its ends or control characters.</exception>
    public static string Check(string name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        return name.Length is > 0 and <= MaxLength && name.Trim().Length == name.Length
            && !name.Any(c => char.IsControl(c) || char.IsSurrogate(c))
            ? name
            : throw new ArgumentException(
                $"'{Excerpt.Of(string.Concat(name.Where(c => !char.IsControl(c))))}' is not a name of a layer or tensor: expected 1 to "
                    + $"{MaxLength} "
                + "characters on one line, without spaces at the ends");
    }
}

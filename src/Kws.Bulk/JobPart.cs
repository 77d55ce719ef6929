using System.Globalization;

namespace Kws.Bulk;

/// <summary>
/// One of the disjoint parts of a job that together are the whole job. Each is done by a process of its own, on any machine.
/// </summary>
public sealed record JobPart
{
    /// <summary>Makes a part.</summary>
    /// <param name="number">The number of the part, from 1 to <paramref name="count"/>.</param>
    /// <param name="count">The number of parts.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not from 1 to the count.</exception>
    public JobPart(int number, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, count);
        (Number, Count) = (number, count);
    }

    /// <summary>The number of the part, from 1.</summary>
    public int Number { get; }

    /// <summary>The number of parts.</summary>
    public int Count { get; }

    /// <summary>The part as <c>K/N</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    /// <summary>The share of so many items: where it begins, and where the next one does.</summary>
    internal (long Begin, long End) ShareOf(long total) =>
        ((long)((Int128)total * (Number - 1) / Count), (long)((Int128)total * Number / Count));
}

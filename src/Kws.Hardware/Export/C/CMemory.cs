using System.Collections.Immutable;

namespace Kws.Hardware.Export.C;

/// <summary>
/// Places of the steps' values in one block of memory: what a step reads and what it leaves lie at its two ends in turn, so that the block
/// is as long as the two largest neighbours.
/// </summary>
internal sealed class CMemory
{
    private const int Alignment = 4;

    private readonly ImmutableArray<CStep> _steps;
    private readonly int[] _bytes;

    public CMemory(ImmutableArray<CStep> steps)
    {
        _steps = steps;
        _bytes = [.. steps.Select(step => Aligned(ArraysOf(step).Sum(array => array.Length * CType.Bytes(array.Type))))];
        Bytes = Enumerable.Range(0, steps.Length).Max(i => _bytes[i] + (i == 0 ? 0 : _bytes[i - 1]));
    }

    /// <summary>The bytes of the block.</summary>
    public int Bytes { get; }

    /// <summary>The first byte of a step's arrays.</summary>
    public int OffsetOf(CStep step) => step.Index % 2 == 0 ? 0 : Bytes - _bytes[step.Index];

    /// <summary>
    /// The arrays of a step, the widest type first, so that none needs bytes between them: its values, unless the caller has memory for
    /// them, and what it needs besides.
    /// </summary>
    public ImmutableArray<(string Type, string Name, int Length)> ArraysOf(CStep step)
    {
        bool isToCaller = step.Index == _steps.Length - 1 && step.Output == CType.Word;
        (string Type, string Name, int Length)[] values = isToCaller ? [] : [(step.Output, "values", Math.Max(1, step.Shape.Count))];
        return [.. values.Concat(step.Scratch).OrderByDescending(array => CType.Bytes(array.Type))];
    }

    private static int Aligned(int bytes) => (bytes + Alignment - 1) / Alignment * Alignment;
}

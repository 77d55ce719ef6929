using Kws.Model;

namespace Kws.Benchmarks;

/// <summary>The fingerprints of every measurement.</summary>
internal static class Inputs
{
    /// <summary>So many random fingerprints back to back; always the same.</summary>
    public static sbyte[] Random(int count)
    {
        var random = new Random(1);
        var fingerprints = new sbyte[count * DsCnn.Default.Input.Count];
        foreach (ref sbyte value in fingerprints.AsSpan())
        {
            value = (sbyte)random.Next(SixBit.Min, SixBit.Max + 1);
        }

        return fingerprints;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kws.Training.Layers;

/// <summary>Operations of <see cref="Vector"/> that have no form for any type of value, here for float and double.</summary>
internal static class Lanes
{
    /// <summary>The number of floats in a register: values of a position are padded to it.</summary>
    public static int Count => Vector<float>.Count;

    /// <summary>A number of channels, padded to whole registers.</summary>
    public static int Padded(int channels) => (channels + Count - 1) / Count * Count;

    /// <summary>left * right + addend, rounded once where the processor can. Sums of integers are exact either way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> MultiplyAdd<T>(Vector<T> left, Vector<T> right, Vector<T> addend) =>
        typeof(T) == typeof(float)
            ? Vector.As<float, T>(Vector.MultiplyAddEstimate(
                Vector.As<T, float>(left), Vector.As<T, float>(right), Vector.As<T, float>(addend)))
            : Vector.As<double, T>(Vector.MultiplyAddEstimate(
                Vector.As<T, double>(left), Vector.As<T, double>(right), Vector.As<T, double>(addend)));

    /// <summary>The largest integers that are not above the values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Floor<T>(Vector<T> values) =>
        typeof(T) == typeof(float)
            ? Vector.As<float, T>(Vector.Floor(Vector.As<T, float>(values)))
            : Vector.As<double, T>(Vector.Floor(Vector.As<T, double>(values)));
}

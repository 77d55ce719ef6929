using System.Numerics;
using System.Runtime.CompilerServices;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>Least and greatest value of each of several channels.</summary>
internal sealed class Extremes
{
    private readonly int[] _least;
    private readonly int[] _greatest;

    public Extremes(int count)
    {
        (_least, _greatest) = (new int[count], new int[count]);
        Array.Fill(_least, int.MaxValue);
        Array.Fill(_greatest, int.MinValue);
    }

    public int Count => _least.Length;

    public ValueRange this[int channel] => new(_least[channel], _greatest[channel]);

    public void Include(int channel, int value)
    {
        _least[channel] = Math.Min(_least[channel], value);
        _greatest[channel] = Math.Max(_greatest[channel], value);
    }

    /// <summary>Includes a vector of channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Include(int group, Vector<int> least, Vector<int> greatest) =>
        Set(group, Vector.Min(Least(group), least), Vector.Max(Greatest(group), greatest));

    public void Include(Extremes other)
    {
        for (int channel = 0; channel < Count; channel++)
        {
            Include(channel, other._least[channel]);
            Include(channel, other._greatest[channel]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<int> Least(int group) => new(_least, group * Vector<int>.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<int> Greatest(int group) => new(_greatest, group * Vector<int>.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int group, Vector<int> least, Vector<int> greatest)
    {
        least.CopyTo(_least, group * Vector<int>.Count);
        greatest.CopyTo(_greatest, group * Vector<int>.Count);
    }
}

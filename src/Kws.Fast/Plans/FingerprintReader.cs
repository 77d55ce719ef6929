using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Fast.Plans;

/// <summary>The input pass: a fingerprint in the format of the first step, and the check of its values.</summary>
internal sealed unsafe class FingerprintReader(Network network, PlanTensor tensor)
{
    private readonly bool _isContiguous = tensor.Stride == network.Input.Channels && tensor.Border is { Left: 0, Right: 0 };
    private readonly int _rowValues = network.Input.Frequency * network.Input.Channels;

    /// <summary>Writes the tensor.</summary>
    /// <returns>False if a value is out of range.</returns>
    public bool Read(ReadOnlySpan<sbyte> fingerprint, byte* target)
    {
        if (fingerprint.ContainsAnyExceptInRange((sbyte)network.MinInput, (sbyte)network.MaxInput))
        {
            return false;
        }

        tensor.FillBorder(target);
        if (_isContiguous)
        {
            Write(fingerprint, target + tensor.OffsetOf(0, 0));
            return true;
        }

        int run = tensor.Stride == network.Input.Channels ? _rowValues : network.Input.Channels;
        for (int t = 0; t < network.Input.Time; t++)
        {
            for (int i = 0; i < _rowValues; i += run)
            {
                Write(
                    fingerprint.Slice((t * _rowValues) + i, run), target + tensor.OffsetOf(t, i / network.Input.Channels));
            }
        }

        return true;
    }

    private void Write(ReadOnlySpan<sbyte> values, byte* target)
    {
        int i = 0;
        if (tensor.Format == ValueFormat.Byte)
        {
            var zero = Vector128.Create((byte)tensor.Zero);
            for (; i <= values.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
            {
                (Vector128.Create(values[i..]).AsByte() + zero).Store(target + i);
            }

            for (; i < values.Length; i++)
            {
                target[i] = (byte)(values[i] + tensor.Zero);
            }

            return;
        }

        if (tensor.Format == ValueFormat.Halves)
        {
            WriteHalves(values, (short*)target, (short*)(target + tensor.HighOffset));
            return;
        }

        short* shorts = (short*)target;
        for (; i <= values.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            (Vector128<short> low, Vector128<short> high) = Vector128.Widen(Vector128.Create(values[i..]));
            low.Store(shorts + i);
            high.Store(shorts + i + Vector128<short>.Count);
        }

        if (i <= values.Length - Vector64<byte>.Count)
        {
            Vector128.WidenLower(Vector128.CreateScalarUnsafe(BinaryPrimitives.ReadInt64LittleEndian(
                MemoryMarshal.AsBytes(values[i..]))).AsSByte()).Store(shorts + i);
            i += Vector64<byte>.Count;
        }

        for (; i < values.Length; i++)
        {
            shorts[i] = values[i];
        }
    }

    /// <summary>The lower halves, and the upper ones, which are the sign.</summary>
    private void WriteHalves(ReadOnlySpan<sbyte> values, short* low, short* high)
    {
        short zero = (short)tensor.Zero;
        for (int i = 0; i < values.Length; i++)
        {
            low[i] = (short)(values[i] + zero);
            high[i] = (short)(values[i] >> 7);
        }
    }
}

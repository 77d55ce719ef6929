namespace Kws.Audio.Extraction;

internal sealed unsafe partial class Spectrum<TLanes, TVector>
{
    /// <summary>A vector of complex numbers.</summary>
    private readonly struct Complex(TVector re, TVector im)
    {
        public readonly TVector Re = re;
        public readonly TVector Im = im;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Complex operator +(Complex a, Complex b) => new(TLanes.Add(a.Re, b.Re), TLanes.Add(a.Im, b.Im));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Complex operator -(Complex a, Complex b) => new(TLanes.Subtract(a.Re, b.Re), TLanes.Subtract(a.Im, b.Im));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Complex operator *(Complex a, Complex b) => new(
            TLanes.Subtract(TLanes.Multiply(a.Re, b.Re), TLanes.Multiply(a.Im, b.Im)),
            TLanes.Add(TLanes.Multiply(a.Re, b.Im), TLanes.Multiply(a.Im, b.Re)));

        /// <summary>a + i b.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Complex AddTimesI(Complex a, Complex b) => new(TLanes.Subtract(a.Re, b.Im), TLanes.Add(a.Im, b.Re));

        /// <summary>a - i b.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Complex SubtractTimesI(Complex a, Complex b) => new(TLanes.Add(a.Re, b.Im), TLanes.Subtract(a.Im, b.Re));

        /// <summary>One number in all lanes, from its two parts side by side.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Complex Broadcast(float* number) => new(TLanes.Broadcast(number[0]), TLanes.Broadcast(number[1]));

        /// <summary>From a row, or from the second half of its parts.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Complex Load(float* row) => new(TLanes.Load(row), TLanes.Load(row + Lanes));

        /// <summary>Into a row, or into the second half of its parts.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(float* row)
        {
            TLanes.Store(Re, row);
            TLanes.Store(Im, row + Lanes);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(float* re, float* im)
        {
            TLanes.Store(Re, re);
            TLanes.Store(Im, im);
        }
    }
}

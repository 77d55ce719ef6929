namespace Kws.Model;

/// <summary>
/// The front end that a model was trained with: how sound becomes a fingerprint of integers. The defaults are those of the default model.
/// </summary>
/// <remarks>
/// A fingerprint has <see cref="FrameCount"/> frames of <see cref="CoefficientCount"/> coefficients. It covers <see cref="ClipLength"/>
/// samples: 15,872 with the defaults, all but the last 8 ms of a second.
/// </remarks>
public sealed record FrontEnd
{
    /// <summary>The longest window: 64 ms at 48 kHz, and more.</summary>
    internal const int MaxWindowLength = 4096;

    /// <summary>The shortest window: that of the shortest transform.</summary>
    internal const int MinWindowLength = 65;

    /// <summary>The most bands.</summary>
    internal const int MaxBandCount = 256;

    /// <summary>The most bits behind the binary point.</summary>
    internal const int MaxFractionBits = 8;

    /// <summary>The fewest bits of the Fourier transform of integer arithmetic.</summary>
    internal const int MinTransformBits = 8;

    /// <summary>The most bits of the Fourier transform of integer arithmetic.</summary>
    internal const int MaxTransformBits = 16;

    /// <summary>Samples a second, at least 1: 16,000.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>
    /// Samples of one window, 65 to 4,096: 1,024, which are 64 ms. The Fourier transform has the next power of two as its length.
    /// </summary>
    public int WindowLength { get; init; } = 1024;

    /// <summary>Samples from one window to the next, at least 1: 512, which are 32 ms.</summary>
    public int HopLength { get; init; } = 512;

    /// <summary>Windows of one fingerprint, at least 1: 30.</summary>
    public int FrameCount { get; init; } = 30;

    /// <summary>Triangular bands on the mel scale, 1 to 256: 40.</summary>
    public int BandCount { get; init; } = 40;

    /// <summary>Lower end of the first band in Hz, 0 or more: 20.</summary>
    public double LowestFrequency { get; init; } = 20;

    /// <summary>Upper end of the last band in Hz, above the lower end of the first and at most half the sample rate: 4,000.</summary>
    public double HighestFrequency { get; init; } = 4000;

    /// <summary>Cepstral coefficients of a frame, 1 to the number of bands: 10.</summary>
    public int CoefficientCount { get; init; } = 10;

    /// <summary>Bits of a value of a fingerprint, 2 to 8: 6, for values in [-32, 31]. Coefficients beyond them are clamped.</summary>
    public int Bits { get; init; } = 6;

    /// <summary>
    /// Bits of a value behind the binary point, 0 to 8: 0. A coefficient is multiplied by 2 to this power and rounded to nearest.
    /// </summary>
    public int FractionBits { get; init; }

    /// <summary>
    /// The rounding of a coefficient in the middle between two integers: to the even one, or away from zero as <c>round</c> of C does.
    /// </summary>
    public MidpointRounding Rounding { get; init; } = MidpointRounding.ToEven;

    /// <summary>
    /// The numbers that sound is computed with: single precision. <see cref="FrontEndArithmetic.Integers"/> are for chips.
    /// </summary>
    public FrontEndArithmetic Arithmetic { get; init; }

    /// <summary>
    /// Bits of the numbers in the Fourier transform of integer arithmetic, 8 to 16: 16. Single precision has 16 here and no use for it.
    /// </summary>
    public int TransformBits { get; init; } = MaxTransformBits;

    /// <summary>Samples that one fingerprint covers, from the start of its first window to the end of its last.</summary>
    public int ClipLength => WindowLength + ((FrameCount - 1) * HopLength);

    /// <summary>The least value of a fingerprint.</summary>
    internal int LeastValue => -(1 << (Bits - 1));

    /// <summary>The greatest value of a fingerprint.</summary>
    internal int GreatestValue => (1 << (Bits - 1)) - 1;

    /// <summary>True if every setting lies within its range, so that an extractor takes it.</summary>
    internal bool IsValid => Problem is null;

    /// <summary>The first setting that lies outside its range.</summary>
    private (string Setting, object Value, string Expected)? Problem => this switch
    {
        { SampleRate: < 1 } => (nameof(SampleRate), SampleRate, "at least 1"),
        { WindowLength: < MinWindowLength or > MaxWindowLength } =>
            (nameof(WindowLength), WindowLength, $"{MinWindowLength} to {MaxWindowLength}"),
        { HopLength: < 1 } => (nameof(HopLength), HopLength, "at least 1"),
        { FrameCount: < 1 } => (nameof(FrameCount), FrameCount, "at least 1"),
        _ when WindowLength + ((FrameCount - 1L) * HopLength) > Array.MaxLength =>
            (nameof(FrameCount), FrameCount, $"a fingerprint of at most {Array.MaxLength} samples"),
        { BandCount: < 1 or > MaxBandCount } => (nameof(BandCount), BandCount, $"1 to {MaxBandCount}"),
        { LowestFrequency: not >= 0 } => (nameof(LowestFrequency), LowestFrequency, "0 or more"),
        _ when !(HighestFrequency > LowestFrequency && HighestFrequency <= SampleRate / 2.0) => (
            nameof(HighestFrequency), HighestFrequency,
            $"more than {LowestFrequency} and at most half the sample rate, {SampleRate / 2.0}"),
        _ when CoefficientCount < 1 || CoefficientCount > BandCount =>
            (nameof(CoefficientCount), CoefficientCount, $"1 to the {BandCount} bands"),
        { Bits: < 2 or > 8 } => (nameof(Bits), Bits, "2 to 8"),
        { Rounding: not (MidpointRounding.ToEven or MidpointRounding.AwayFromZero) } =>
            (nameof(Rounding), Rounding, $"{MidpointRounding.ToEven} or {MidpointRounding.AwayFromZero}"),
        { Arithmetic: not (FrontEndArithmetic.SinglePrecision or FrontEndArithmetic.Integers) } =>
            (nameof(Arithmetic), Arithmetic, $"{FrontEndArithmetic.SinglePrecision} or {FrontEndArithmetic.Integers}"),
        { Arithmetic: FrontEndArithmetic.Integers, Rounding: not MidpointRounding.ToEven } =>
            (nameof(Rounding), Rounding, $"{MidpointRounding.ToEven}, since integer arithmetic rounds half up"),
        { Arithmetic: FrontEndArithmetic.SinglePrecision, TransformBits: not MaxTransformBits } =>
            (nameof(TransformBits), TransformBits, $"{MaxTransformBits} with {FrontEndArithmetic.SinglePrecision}"),
        { TransformBits: < MinTransformBits or > MaxTransformBits } =>
            (nameof(TransformBits), TransformBits, $"{MinTransformBits} to {MaxTransformBits}"),
        { FractionBits: < 0 or > MaxFractionBits } => (nameof(FractionBits), FractionBits, $"0 to {MaxFractionBits}"),
        _ when (long)FrameCount * CoefficientCount > Array.MaxLength =>
            (nameof(FrameCount), FrameCount, $"a fingerprint of at most {Array.MaxLength} values"),
        _ => null,
    };

    /// <summary>The same front end with the shape and bits of a network's input.</summary>
    internal FrontEnd For(Network network) => network.Input is { Channels: 1 } input
        ? this with { FrameCount = input.Time, CoefficientCount = input.Frequency, Bits = network.InputBits }
        : this;

    /// <summary>The same front end with other numbers, and the defaults of settings that these do not have.</summary>
    internal FrontEnd With(FrontEndArithmetic arithmetic) => arithmetic == FrontEndArithmetic.Integers
        ? this with { Arithmetic = arithmetic, Rounding = default }
        : this with { Arithmetic = arithmetic, TransformBits = MaxTransformBits };

    /// <exception cref="ArgumentOutOfRangeException">A setting lies outside its range.</exception>
    internal void Check()
    {
        if (Problem is var (setting, value, expected))
        {
            throw new ArgumentOutOfRangeException(setting, FormattableString.Invariant($"{setting} is {value}, expected {expected}"));
        }
    }
}

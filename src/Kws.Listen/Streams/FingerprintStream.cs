using Kws.Audio;
using Kws.Model;

namespace Kws.Listen.Streams;

/// <summary>
/// The fingerprint of the last <see cref="FrontEnd.ClipLength"/> samples, hop by hop: every window is transformed once.
/// </summary>
internal sealed class FingerprintStream(FingerprintExtractor extractor)
{
    // What is kept is shifted along as new values come: a kilobyte or so a hop, which is nothing beside a Fourier transform, and always
    // contiguous.
    private readonly short[] _window = new short[extractor.FrontEnd.WindowLength];
    private readonly sbyte[] _fingerprint = new sbyte[extractor.FingerprintLength];
    private readonly int _coefficients = extractor.FrontEnd.CoefficientCount;

    /// <summary>Samples that the window holds; below 0 where hops longer than a window leave samples out.</summary>
    private int _filled;
    private int _frames;

    /// <summary>Samples taken in.</summary>
    public long Position { get; private set; }

    /// <summary>
    /// The fingerprint that ends at <see cref="Position"/>; of any use only directly after <see cref="MoveNext"/> gave true.
    /// </summary>
    public ReadOnlySpan<sbyte> Current => _fingerprint;

    /// <summary>Takes samples in up to the end of the next window that completes a fingerprint, and takes them off.</summary>
    /// <returns>False when the samples do not suffice; all are taken in then.</returns>
    public bool MoveNext(ref ReadOnlySpan<short> samples)
    {
        while (!samples.IsEmpty)
        {
            int count = Math.Min(samples.Length, (_filled < 0 ? 0 : _window.Length) - _filled);
            if (_filled >= 0)
            {
                samples[..count].CopyTo(_window.AsSpan(_filled));
            }

            samples = samples[count..];
            Position += count;
            _filled += count;
            if (_filled == _window.Length)
            {
                AppendFrame();
                if (_frames == extractor.FrontEnd.FrameCount)
                {
                    return true;
                }
            }
        }

        return false;
    }

    public void Reset() => (_filled, _frames, Position) = (0, 0, 0);

    private void AppendFrame()
    {
        _fingerprint.AsSpan(_coefficients).CopyTo(_fingerprint);
        extractor.ExtractFrame(_window, _fingerprint.AsSpan(_fingerprint.Length - _coefficients));
        _frames = Math.Min(_frames + 1, extractor.FrontEnd.FrameCount);

        int hop = extractor.FrontEnd.HopLength;
        _window.AsSpan(Math.Min(hop, _window.Length)).CopyTo(_window);
        _filled -= hop;
    }
}

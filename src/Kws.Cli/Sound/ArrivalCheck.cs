using Kws.Audio;

namespace Kws.Cli.Sound;

/// <summary>
/// Tells once if a device sends more or fewer samples a second than its format says. A file that comes through a pipe comes at no usual
/// rate.
/// </summary>
/// <param name="format">The format that was named.</param>
/// <param name="time">The clock.</param>
/// <param name="warn">Receives the warning.</param>
internal sealed class ArrivalCheck(RawSoundFormat format, TimeProvider time, Action<string> warn)
{
    /// <summary>A piece of an eighth of a second more or less is 1.3 % of this time.</summary>
    private const double Seconds = 10;

    private const double Tolerance = 0.02;

    private static readonly int[] Rates = [8_000, 11_025, 16_000, 22_050, 44_100, 48_000];

    private readonly int _bytesPerSample = format.Encoding switch { SampleEncoding.Pcm16 => 2, SampleEncoding.Pcm24 => 3, _ => 4 };
    private long _begin;
    private long _bytes;
    private bool _hasBegun;
    private bool _isDone;

    /// <summary>Takes note of bytes that came just now.</summary>
    public void Add(int bytes)
    {
        if (_isDone || bytes == 0)
        {
            return;
        }

        if (!_hasBegun)
        {
            // What came before the first piece was read was waiting.
            (_begin, _hasBegun) = (time.GetTimestamp(), true);
            return;
        }

        _bytes += bytes;
        double seconds = time.GetElapsedTime(_begin).TotalSeconds;
        if (seconds < Seconds)
        {
            return;
        }

        _isDone = true;
        double rate = _bytes / _bytesPerSample / seconds;
        double expected = (double)format.SampleRate * format.Channels;
        if (Math.Abs(rate - expected) <= Tolerance * expected)
        {
            return;
        }

        RawSoundFormat? other = (from channels in (int[])[1, 2]
                                 from usual in Rates
                                 where Math.Abs(rate - (usual * channels)) <= Tolerance * usual * channels
                                 select format with { SampleRate = usual, Channels = channels }).FirstOrDefault();
        if (other is not null)
        {
            warn(FormattableString.Invariant(
                $"{rate:N0} samples a second come, {expected:N0} were expected; is it {SoundOptions.Text(other, hasEncoding: false)}?"));
        }
    }
}

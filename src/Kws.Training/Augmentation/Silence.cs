using Kws.Training.Data;

namespace Kws.Training.Augmentation;

/// <summary>Sound without speech: digital silence, or noise at all volumes, of one kind or two at once.</summary>
/// <param name="noise">Gives the noise.</param>
internal sealed class Silence(NoiseSource noise)
{
    private const double DigitalShare = 0.05;
    private const double SecondShare = 0.3;

    /// <summary>Mixes an example.</summary>
    /// <param name="mix">Receives it.</param>
    /// <param name="random">Decides.</param>
    public void Make(SoundMix mix, RandomStream random)
    {
        mix.Clear();
        if (random.Happens(DigitalShare))
        {
            return;
        }

        Add();
        if (random.Happens(SecondShare))
        {
            Add();
        }

        void Add()
        {
            ReadOnlySpan<short> piece = noise.Draw(random);
            mix.Add(piece, 0, Level.NoiseAlone(Loudness.Power(piece), random));
        }
    }
}

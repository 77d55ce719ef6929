using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>
/// Searches the fingerprint that makes a linear form of the pool, or of the pointwise convolution after its floor division, greatest.
/// Starts are fingerprints of noise, of extremes, given ones, and the best ends of ascents; then single values change to an extreme, at
/// last to any value, as long as that helps.
/// </summary>
/// <remarks>Not safe for concurrent callers.</remarks>
internal sealed class InputSearch(KwsModel model, PoolAscent ascent)
{
    private const int RandomStarts = 4;
    private const int Ascents = 64;
    private const int Climbed = 3;
    private const int Sweeps = 8;

    private readonly LayerScan _scan = new(model);
    private readonly int _length = model.Network.Input.Count;

    /// <summary>The best fingerprint found, and its value.</summary>
    /// <param name="form">What is to become great.</param>
    /// <param name="factors">What it is of the pool, but for floor divisions and a constant; null to start without an ascent.</param>
    /// <param name="starts">Fingerprints to start from too.</param>
    /// <param name="seed">The same one gives the same result.</param>
    /// <param name="cancellation">Stops the search.</param>
    public (long Value, sbyte[] Fingerprint) Run(
        LinearForm form, long[]? factors, IEnumerable<sbyte[]> starts, int seed, CancellationToken cancellation)
    {
        var random = new RandomStream((ulong)seed, 0);
        var generated = new sbyte[RandomStarts * _length];
        RandomCases.Fill(generated, model.Network, ref random);
        (long Value, sbyte[] Fingerprint) best = (long.MinValue, []);
        foreach (sbyte[] start in starts.Concat(generated.Chunk(_length)).Concat(Climb(form, factors, ref random)))
        {
            sbyte[] fingerprint = [.. start];
            long value = Value(form, fingerprint);
            for (int sweep = 0; sweep < Sweeps && Sweep(form, fingerprint, ref value, [SixBit.Min, SixBit.Max]); sweep++)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (value > best.Value)
            {
                best = (value, fingerprint);
            }
        }

        int[] all = [.. Enumerable.Range(SixBit.Min, SixBit.Max - SixBit.Min + 1)];
        Sweep(form, best.Fingerprint, ref best.Value, all);
        return best;
    }

    /// <summary>The best ends of ascents from noise.</summary>
    private sbyte[][] Climb(LinearForm form, long[]? factors, ref RandomStream random)
    {
        if (factors is null)
        {
            return [];
        }

        var noise = new sbyte[Ascents * _length];
        RandomCases.Fill(noise, model.Network, ref random);
        return noise.Chunk(_length).Select(start => ascent.Run(factors, start)).OrderByDescending(fingerprint => Value(form, fingerprint))
            .Take(Climbed).ToArray();
    }

    private bool Sweep(LinearForm form, sbyte[] fingerprint, ref long value, int[] candidates)
    {
        long before = value;
        for (int i = 0; i < fingerprint.Length; i++)
        {
            foreach (int candidate in candidates)
            {
                sbyte old = fingerprint[i];
                if (old == candidate)
                {
                    continue;
                }

                fingerprint[i] = (sbyte)candidate;
                long changed = Value(form, fingerprint);
                if (changed > value)
                {
                    value = changed;
                }
                else
                {
                    fingerprint[i] = old;
                }
            }
        }

        return value > before;
    }

    private long Value(LinearForm form, sbyte[] fingerprint)
    {
        if (form.Terms is [var term] && form.OfPool)
        {
            return form.Constant + (term.Factor * _scan.PooledOf(fingerprint, term.Channel));
        }

        _scan.Add(fingerprint);
        long value = form.Constant;
        foreach ((int channel, long factor) in form.Terms)
        {
            value += factor * (form.OfPool ? _scan.Pooled[channel] : _scan.Mixed[channel] >> DsCnn.PointwiseShift);
        }

        return value;
    }
}

/// <summary>A weighted sum of one layer's channels.</summary>
/// <param name="OfPool">Of the pool; else of the pointwise convolution after its floor division.</param>
/// <param name="Terms">Channels and their factors.</param>
/// <param name="Constant">What is added.</param>
internal sealed record LinearForm(bool OfPool, (int Channel, long Factor)[] Terms, long Constant)
{
    /// <summary>The form whose greatest value is this one's least, negated.</summary>
    public LinearForm Negated => new(OfPool, [.. Terms.Select(term => (term.Channel, -term.Factor))], -Constant);
}

namespace Kws.Hardware.Ranges;

/// <summary>
/// The prices and averages of <see cref="FrameBounds"/>, and their descent: prices by subgradients with momentum and Polyak's step towards
/// a bound a little below the best one, averages by multiplicative weights.
/// </summary>
internal sealed class FrameDescent
{
    private const double Grain = 1.0 / (1 << 12);
    private const int Patience = 8;

    private readonly PoolForms _forms;
    private readonly long[] _factors;
    private readonly double _limit;
    private readonly double[][] _prices;
    private readonly double[][] _shares;
    private readonly double[][] _slopes;
    private readonly double[][] _shareSlopes;
    private readonly double[][] _momenta;
    private double _best = double.MaxValue;
    private double _aim;
    private int _vain;
    private int _round;

    /// <param name="forms">The pool's candidates.</param>
    /// <param name="factors">The factor of each channel.</param>
    /// <param name="limit">What no price may exceed.</param>
    public FrameDescent(PoolForms forms, long[] factors, double limit)
    {
        (_forms, _factors, _limit) = (forms, factors, limit);
        double[][] Zeros(int count) => [.. factors.Select(_ => new double[count])];
        (_slopes, _momenta, _shareSlopes) = (Zeros(forms.Pieces), Zeros(forms.Pieces), Zeros(forms.Groups.Length));

        // Each piece at its greatest: the bound of intervals. All positions alike.
        _prices =
            [.. factors.Select((factor, c) => forms.Channels[c].Greatest.Select(greatest => Math.Max(factor, 0) * greatest).ToArray())];
        double share = Math.Floor(1 / Grain / forms.Groups.Sum(group => group.Count)) * Grain;
        _shares = [.. factors.Select(_ => Enumerable.Repeat(share, forms.Groups.Length).ToArray())];
    }

    /// <summary>The price of each piece of a channel.</summary>
    public ReadOnlySpan<double> Prices(int channel) => _prices[channel];

    /// <summary>The share of each position of a group in a channel's average; all of them together are at most 1.</summary>
    public ReadOnlySpan<double> Shares(int channel) => _shares[channel];

    /// <summary>The greatest sum of prices of a position, with what floor divisions may add.</summary>
    public double DearestGroup(int channel)
    {
        double greatest = double.MinValue;
        PoolForms.Group dearest = _forms.Groups[0];
        for (int g = 0; g < _forms.Groups.Length; g++)
        {
            PoolForms.Group group = _forms.Groups[g];
            double sum = _factors[channel] * _forms.Channels[channel].Raised[g];
            foreach (double price in _prices[channel].AsSpan(group.First, group.Rows.Length))
            {
                sum += price;
            }

            if (sum > greatest)
            {
                (greatest, dearest) = (sum, group);
            }
        }

        foreach (ref double slope in _slopes[channel].AsSpan(dearest.First, dearest.Rows.Length))
        {
            slope++;
        }

        return greatest;
    }

    /// <summary>Notes which corner was the worst of a frame.</summary>
    public void Decide(PoolForms.Frame frame, int corner)
    {
        for (int c = 0; c < _factors.Length; c++)
        {
            double greatest = 0;
            int decisive = -1;
            foreach (int piece in frame.Pieces)
            {
                double value = _factors[c] * CornerTable.At(corner, _forms.Channels[c].Pieces[piece]);
                _shareSlopes[c][_forms.GroupOfPiece[piece]] += frame.Count * value;
                if (value - _prices[c][piece] > greatest)
                {
                    (greatest, decisive) = (value - _prices[c][piece], piece);
                }
            }

            if (decisive >= 0)
            {
                _slopes[c][decisive] -= frame.Count;
            }
        }
    }

    /// <summary>Changes prices and averages after a round that proved a bound.</summary>
    public void Step(double bound)
    {
        _aim = _round == 0 ? 0.1 * Math.Abs(bound) : _aim;
        _vain = bound < _best - (0.1 * _aim) ? 0 : _vain + 1;
        _best = Math.Min(_best, bound);
        if (_vain > Patience)
        {
            (_aim, _vain) = (0.7 * _aim, 0);
        }

        double length = _slopes.Sum(slopes => slopes.Sum(slope => slope * slope));
        double step = (bound - _best + _aim) / Math.Max(1, length);
        for (int c = 0; c < _factors.Length; c++)
        {
            if (_factors[c] > 0)
            {
                ChangePrices(c, step);
            }
            else if (_factors[c] < 0)
            {
                ChangeShares(c);
            }

            Array.Clear(_slopes[c]);
            Array.Clear(_shareSlopes[c]);
        }

        _round++;
    }

    private void ChangePrices(int channel, double step)
    {
        for (int i = 0; i < _forms.Pieces; i++)
        {
            ref double momentum = ref _momenta[channel][i];
            momentum = (0.7 * momentum) + (0.3 * _slopes[channel][i]);
            _prices[channel][i] = Math.Clamp(Round(_prices[channel][i] - (step * momentum)), -_limit, _limit);
        }
    }

    private void ChangeShares(int channel)
    {
        double[] shares = _shares[channel];
        double[] slopes = [.. _shareSlopes[channel].Select((slope, g) => slope / _forms.Groups[g].Count)];
        double mean = slopes.Average();
        double most = slopes.Max(slope => Math.Abs(slope - mean));
        double rate = 0.2 / Math.Sqrt(1 + (0.1 * _round)) / Math.Max(1, most);
        double[] weights = [.. slopes.Select((slope, g) => Math.Max(shares[g], Grain) * Math.Exp(-rate * (slope - mean)))];
        double all = weights.Select((weight, g) => weight * _forms.Groups[g].Count).Sum();
        for (int g = 0; g < shares.Length; g++)
        {
            shares[g] = Math.Floor(weights[g] / all / Grain) * Grain;
        }
    }

    private static double Round(double value) => Math.Round(value / Grain) * Grain;
}

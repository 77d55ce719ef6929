namespace Kws.Listen.Streams;

/// <summary>
/// The hops that are detections, of smoothed scores: the leading label reaches its threshold, in the manner of the streaming recognisers
/// of the field.
/// </summary>
/// <param name="thresholds">For every label its threshold; infinity for those that are no keywords.</param>
/// <param name="suppressionHops">For every label the hops after its detection without another one, of any label.</param>
internal sealed class DetectionState(double[] thresholds, int[] suppressionHops)
{
    private const int None = -1;

    /// <summary>
    /// The factor by which a score must fall, and then rise again, for the same word once more: in fluent speech the smoothed score of a
    /// repeated word stays at the threshold between the two.
    /// </summary>
    private const double Dip = 0.9;

    /// <summary>Hops to go until another detection is possible.</summary>
    private int _suppressed;

    /// <summary>
    /// The label detected last, for as long as its score stays at the threshold without a dip: a word is detected once, however long it
    /// lasts.
    /// </summary>
    private int _held = None;

    /// <summary>True once the score of the held label has fallen.</summary>
    private bool _hasFallen;

    /// <summary>The highest score of the held label; the lowest one since it has fallen.</summary>
    private double _extreme;

    /// <summary>Takes the next hop in.</summary>
    /// <param name="means">The smoothed score of every label.</param>
    /// <param name="leader">The label with the largest one.</param>
    /// <returns>Whether this hop is a detection of the leading label.</returns>
    public bool Add(ReadOnlySpan<double> means, int leader)
    {
        _suppressed = Math.Max(0, _suppressed - 1);
        if (_held != None && (means[_held] < thresholds[_held] || IsDipOver(means[_held])))
        {
            _held = None;
        }

        if (means[leader] < thresholds[leader] || leader == _held || _suppressed > 0)
        {
            return false;
        }

        (_held, _suppressed) = (leader, suppressionHops[leader]);
        (_hasFallen, _extreme) = (false, means[leader]);
        return true;
    }

    public void Reset() => (_held, _suppressed) = (None, 0);

    /// <summary>Follows the score of the held label; true once it has fallen and risen again.</summary>
    private bool IsDipOver(double score)
    {
        if (_hasFallen)
        {
            _extreme = Math.Min(_extreme, score);
            return Dip * score >= _extreme;
        }

        _extreme = Math.Max(_extreme, score);
        if (score <= Dip * _extreme)
        {
            (_hasFallen, _extreme) = (true, score);
        }

        return false;
    }
}
